// Comes at the end of page.js and of staff.js: what both sides of the house need of sound.
(() => {
  // The recorder is a file of its own, which only those fetch who speak.
  if (navigator.mediaDevices && window.MediaRecorder && window.isSecureContext)
    for (const box of document.querySelectorAll("[data-recorder]")) {
      box.hidden = false;
      box.querySelector("[data-do=start]").addEventListener("click", () => {
        box.dataset.wanted = "yes";
        if (box.dataset.set) return;
        const script = document.createElement("script");
        script.src = box.dataset.recorder;
        script.addEventListener("error", () => (box.querySelector("[data-told]").textContent = box.dataset.lost));
        document.head.append(script);
      });
    }

  // One voice at a time.
  addEventListener("play", (event) => {
    for (const other of document.querySelectorAll("audio")) if (other !== event.target) other.pause();
  }, true);

  // Words of ours in the phone's own voice: only where one of exactly this language lives on the
  // phone itself. Another voice would send the words to its maker; a person's words never go here.
  const says = [...document.querySelectorAll("[data-say]")];
  const speech = window.speechSynthesis;
  const told = (tag) => tag.replace("_", "-").toLowerCase();
  const own = (tag) =>
    speech.getVoices().find((voice) => {
      const its = told(voice.lang);
      return voice.localService === true && (its === tag || (!tag.includes("-") && its !== "fa-af" && its.split("-")[0] === tag));
    });
  const offer = () => {
    for (const button of says) button.hidden = !own(told(button.closest("[lang]").lang));
  };
  if (speech && says.length) {
    for (const button of says)
      button.addEventListener("click", () => {
        const busy = speech.speaking;
        speech.cancel();
        const voice = own(told(button.closest("[lang]").lang));
        if (busy || !voice) return;
        const words = new SpeechSynthesisUtterance(document.getElementById(button.dataset.say).textContent);
        Object.assign(words, { voice, lang: voice.lang });
        speech.speak(words);
      });
    speech.addEventListener("voiceschanged", offer);
    addEventListener("pagehide", () => speech.cancel());
    addEventListener("play", () => speech.cancel(), true);
    document.getElementById("leave")?.addEventListener("submit", () => speech.cancel());
    offer();
  }
})();
