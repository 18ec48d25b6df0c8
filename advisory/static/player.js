// For who writes down a voice: how fast, five seconds back, the last five over and over; by keys too.
(() => {
  for (const box of document.querySelectorAll("[data-player]")) {
    const sound = box.querySelector("audio");
    const loop = box.querySelector("[data-loop]");
    const speeds = [...box.querySelectorAll("[data-speed]")];
    let end = 0;
    for (const tools of box.querySelectorAll("[data-tools]")) tools.hidden = false;
    const back = () => (sound.currentTime = Math.max(0, sound.currentTime - 5));
    const play = () => (sound.paused ? sound.play() : sound.pause());
    const turn = () => {
      end = end ? 0 : Math.max(0.5, sound.currentTime);
      loop.setAttribute("aria-pressed", end > 0);
    };
    for (const button of speeds)
      button.addEventListener("click", () => {
        sound.playbackRate = sound.defaultPlaybackRate = Number(button.dataset.speed);
        for (const one of speeds) one.setAttribute("aria-pressed", one === button);
      });
    box.querySelector("[data-back]").addEventListener("click", back);
    loop.addEventListener("click", turn);
    sound.addEventListener("timeupdate", () => {
      if (end && sound.currentTime >= end) sound.currentTime = Math.max(0, end - 5);
    });
    sound.addEventListener("ended", () => {
      if (end) back(), sound.play();
    });
    sound.addEventListener("contextmenu", (event) => event.preventDefault());
    const keys = { KeyP: play, KeyB: back, KeyL: turn };
    addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || !keys[event.code]) return;
      event.preventDefault();
      keys[event.code]();
    });
  }
})();
