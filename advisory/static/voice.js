// The recorder, fetched by the first tap. The sound stays in this page's memory until its form is
// sent: then it goes ahead in small parts, each with its digest, and a lost one is sent again.
(() => {
  const MOST = 120000, WARN = 105000, PART = 49152, TRIES = 7;
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4"];
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const hex = (bytes) => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

  const setUp = (box) => {
    box.dataset.set = "yes";
    const form = box.closest("form");
    const told = box.querySelector("[data-told]");
    const live = box.querySelector("[data-live]");
    const time = box.querySelector("[data-time]");
    const meter = box.querySelector("meter");
    const player = box.querySelector("audio");
    const field = form.elements[box.dataset.field];
    const buttons = Object.fromEntries([...box.querySelectorAll("[data-do]")].map((one) => [one.dataset.do, one]));
    let recorder = null, sound = null, name = "", sending = false, asking = false;

    const tell = (what) => (told.textContent = what ? box.dataset[what] : "");
    const show = (...names) => {
      const had = box.contains(document.activeElement);
      for (const [key, button] of Object.entries(buttons)) button.hidden = !names.includes(key);
      if (had) buttons[names[0]].focus();
    };
    const clock = (milliseconds) => {
      const seconds = Math.floor(milliseconds / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    const post = (fields) => {
      const body = new FormData();
      const about = { csrf_token: form.querySelector("[name$=csrf_token]").value, token: form.elements[box.dataset.token].value, recording: name, ...fields };
      for (const [key, value] of Object.entries(about)) body.append(key, value);
      return fetch(box.dataset.url, { method: "POST", body, redirect: "manual" });
    };
    const forget = () => {
      if (name && field.value) post({ drop: 1 }).catch(() => {});
      URL.revokeObjectURL(player.src);
      player.removeAttribute("src");
      player.hidden = true;
      sound = null;
      name = field.value = "";
    };

    // While it hears: how loud, how long, and a warning before the end.
    const watch = (stream) => {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const wave = new Uint8Array(analyser.fftSize);
      const began = performance.now();
      const look = () => {
        if (!recorder) return context.close();
        analyser.getByteTimeDomainData(wave);
        meter.value = Math.min(1, Math.max(...wave.map((at) => Math.abs(at - 128))) / 64);
        const so_far = performance.now() - began;
        clock(so_far);
        if (so_far > WARN && !told.textContent) tell("left");
        if (so_far >= MOST && recorder.state === "recording") recorder.stop();
        setTimeout(look, 100);
      };
      look();
    };
    const start = async () => {
      if (asking || recorder) return;
      asking = true;
      forget();
      tell();
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch (why) {
        return tell(why.name === "NotFoundError" ? "none" : "refused");
      } finally {
        asking = false;
      }
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      const parts = [];
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
      recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        sound = new Blob(parts, { type: recorder.mimeType });
        recorder = null;
        live.hidden = true;
        player.src = URL.createObjectURL(sound);
        player.hidden = false;
        tell("ready");
        show("again", "drop");
      });
      recorder.start(1000);
      live.hidden = false;
      show("stop");
      watch(stream);
    };
    buttons.start.addEventListener("click", start);
    buttons.again.addEventListener("click", start);
    buttons.stop.addEventListener("click", () => recorder?.stop());
    buttons.drop.addEventListener("click", () => {
      forget();
      tell();
      show("start");
    });

    // One part at a time, in any order that still lacks; the server says what it has.
    const deliver = async () => {
      name ||= hex(crypto.getRandomValues(new Uint8Array(16)));
      const count = Math.ceil(sound.size / PART);
      field.value = `${name}.${count}`;
      let has = null;
      for (let tries = 0; tries < TRIES; ) {
        try {
          const lacking = has && [...Array(count).keys()].find((number) => !has.includes(number));
          if (has && lacking === undefined) return true;
          let fields = {};
          if (has) {
            const part = sound.slice(lacking * PART, (lacking + 1) * PART);
            fields = { number: lacking, digest: hex(await crypto.subtle.digest("SHA-256", await part.arrayBuffer())), part };
          }
          const answer = await post(fields);
          if (![200, 422].includes(answer.status) && answer.status < 500) return false;
          if (answer.status >= 500) throw new Error("busy");
          const before = has?.length;
          has = (await answer.json()).has;
          tries = has.length === before ? tries + 1 : 0;
        } catch {
          has = null;
          tries += 1;
          await pause(Math.min(500 * 2 ** tries, 15000));
        }
      }
      return false;
    };
    form.addEventListener("submit", (event) => {
      if (recorder) {
        // What is being said goes along whole: first it ends.
        event.preventDefault();
        const pressed = event.submitter;
        recorder.addEventListener("stop", () => form.requestSubmit(pressed), { once: true });
        return recorder.stop();
      }
      if (!sound) return;
      event.preventDefault();
      if (sending) return;
      sending = true;
      tell("sending");
      const pressed = event.submitter;
      deliver().then((whole) => {
        sending = false;
        tell(whole ? "" : "lost");
        if (!whole) return;
        sound = null;
        form.requestSubmit(pressed);
      });
    });
    addEventListener("pagehide", () => recorder?.stop());
    if (box.dataset.wanted) start();
  };
  for (const box of document.querySelectorAll("[data-recorder]:not([data-set])")) setUp(box);
})();
