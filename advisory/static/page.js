// Nothing is stored on the phone. Without this file every page still works; what it adds:
// leaving at once, clearing an idle screen, and keeping typed words when the connection is gone.
(() => {
  const page = document.documentElement;
  const leave = document.getElementById("leave");
  const notSent = document.getElementById("not-sent");
  const stay = document.getElementById("stay");
  const blank = () => {
    document.title = "\u200e";
    page.classList.add("gone");
  };
  const tell = (form) =>
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true }).catch(() => {});
  const send = (form) => HTMLFormElement.prototype.submit.call(form); // a field may be called "submit"
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  // Leaving: blank first, the network may be slow. The request is kept alive behind the next page.
  const away = (address) => {
    blank();
    Promise.race([leave ? tell(leave) : 0, pause(1500)]).then(() => location.replace(address));
  };
  const go = () => (leave.dataset.to ? away(leave.dataset.to) : (blank(), send(leave)));
  if (leave) {
    leave.addEventListener("submit", (event) => {
      event.preventDefault();
      go();
    });
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") presses = [];
      else if (!event.repeat) {
        presses = [...presses, Date.now()].slice(-3);
        if (presses.length === 3 && presses[2] - presses[0] < 5000) go();
      }
    });
  }

  // Back must not bring a page out of the browser's memory.
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      blank();
      location.reload();
    }
  });

  // An idle screen on a shared phone: a warning two minutes before, then the language wall.
  const minutes = Number(document.body.dataset.idle);
  if (minutes > 0 && stay) {
    let touched = Date.now();
    const touch = () => {
      if (stay.hidden) touched = Date.now();
    };
    for (const kind of ["pointerdown", "keydown", "scroll", "input"]) addEventListener(kind, touch, { passive: true });
    stay.addEventListener("submit", (event) => {
      event.preventDefault();
      stay.hidden = true;
      touched = Date.now();
      if (stay.getAttribute("action")) tell(stay);
    });
    const look = () => {
      const idle = (Date.now() - touched) / 60000;
      if (idle >= minutes) away(document.body.dataset.wall);
      else stay.hidden = idle < minutes - Math.min(2, minutes / 5);
    };
    setInterval(look, 5000);
    addEventListener("visibilitychange", look);
  }

  // Words stay on the page until there is a connection; one tap sends once.
  const reachable = () =>
    navigator.onLine
      ? Promise.race([
          fetch(location.pathname, { method: "HEAD", cache: "no-store", redirect: "manual" }).then(() => true, () => false),
          pause(9000).then(() => false),
        ])
      : Promise.resolve(false);
  const sending = new WeakSet();
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sending.has(form)) {
      event.preventDefault();
      return;
    }
    sending.add(form);
    setTimeout(() => sending.delete(form), 10000);
    if (!("keep" in form.dataset)) return;
    event.preventDefault();
    const pressed = event.submitter;
    reachable().then((yes) => {
      sending.delete(form);
      notSent.hidden = yes;
      if (!yes) return;
      if (pressed && pressed.name) {
        const said = document.createElement("input");
        Object.assign(said, { type: "hidden", name: pressed.name, value: pressed.value });
        form.append(said);
      }
      send(form);
    });
  });
  addEventListener("online", () => (notSent.hidden = true));

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
