from advisory.app.commands import main

main(prog_name="advisory")
