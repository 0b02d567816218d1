// Passkeys: shows the form where the browser can, and lets allauth's script do the work. Without scripts it stays hidden.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.allauth) return;
  const kind = form.dataset.passkey;
  const field = (name) => form.querySelector(`[name="${name}"]`);
  const ids = { [kind]: "use-passkey", credential: field("credential").id, data: "passkey-options" };
  if (field("passwordless")) ids.passwordless = field("passwordless").id;
  window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  form.hidden = false;
  document.querySelectorAll(".without-passkey").forEach((told) => { told.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    form.querySelector('[role="alert"]').hidden = false;
  });
});
