// A button with `data-copy` puts the text or value of the element with that id on the clipboard and says so; without a script the
// button is not there, and the link beside it leads to the same text on a page of its own.
(() => {
    "use strict";

    const status = document.querySelector("[data-copy-status]");

    document.querySelectorAll("button[data-copy]").forEach((button) => {
        const word = button.querySelector("[data-copy-word]");
        const asked = word.textContent;
        button.hidden = false;
        button.addEventListener("click", async () => {
            const found = document.getElementById(button.dataset.copy);
            const text = found.value ?? found.textContent;
            try {
                await navigator.clipboard.writeText(text);
                word.textContent = button.dataset.copied;
                say(button.dataset.copied);
                setTimeout(() => {
                    word.textContent = asked;
                }, 4000);
            } catch {
                say(button.dataset.failed);
            }
        });
    });

    function say(text) {
        status.textContent = text;
    }
})();
