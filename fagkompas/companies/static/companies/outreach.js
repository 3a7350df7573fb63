// A form with `data-outcomes`: the keys 1, 2, 3 ... choose what came of a contact, unless one is writing.
(() => {
    "use strict";

    const form = document.querySelector("form[data-outcomes]");
    if (!form) {
        return;
    }
    document.addEventListener("keydown", (event) => {
        const isWriting = event.target.matches("textarea, select, input:not([type='radio']):not([type='checkbox'])");
        if (isWriting || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const choice = form.querySelectorAll('input[name="outcome"]')[Number(event.key) - 1];
        if (choice) {
            choice.checked = true;
            choice.focus();
            choice.dispatchEvent(new Event("change", { bubbles: true }));
        }
    });
})();
