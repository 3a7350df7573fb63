// A form that takes long to answer says so, and is sent once.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const line = form.querySelector("[data-busy-line]");
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    line.textContent = line.dataset.busyWords;
  });
  // Back again by the browser's own button: the form may be sent anew.
  window.addEventListener("pageshow", () => {
    sent = false;
    line.textContent = "";
  });
}
