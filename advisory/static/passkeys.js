// Passkeys: asks the server for a question, the device for an answer, and posts the answer.
// Without this file, or where a browser knows no passkeys, the pages offer the other ways.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    buffer &&
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const read = (question) => {
    question.challenge = bytes(question.challenge);
    if (question.user) question.user.id = bytes(question.user.id);
    for (const known of question.excludeCredentials || question.allowCredentials || [])
      known.id = bytes(known.id);
    return question;
  };
  const written = ({ id, rawId, type, response }) =>
    JSON.stringify({
      id,
      rawId: text(rawId),
      type,
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        transports: response.getTransports?.(),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: text(response.userHandle) || undefined,
      },
    });

  const answer = async (form) => {
    const asked = await fetch(form.dataset.ask, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "error",
    });
    const question = await asked.json();
    if (!asked.ok) throw new Error(question.problem, { cause: "told" });
    const publicKey = read(question);
    const making = form.dataset.passkey === "make";
    form.elements.answer.value = written(
      await (making
        ? navigator.credentials.create({ publicKey })
        : navigator.credentials.get({ publicKey })),
    );
    form.submit();
  };

  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    const told = form.querySelector("[data-told]");
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      told.hidden = true;
      button.disabled = true;
      try {
        await answer(form);
      } catch (problem) {
        told.textContent = problem.cause === "told" ? problem.message : told.dataset.told;
        told.hidden = false;
        button.disabled = false;
      }
    });
  }
  for (const without of document.querySelectorAll("[data-without-passkeys]")) without.hidden = true;
})();
