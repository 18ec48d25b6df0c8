"""What the door speaks to outside: devices that hold passkeys, and a single sign-on."""
