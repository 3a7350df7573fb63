// A form with `data-outcomes`: the keys 1, 2, 3 ... choose what came of a contact, unless one is writing. Where an outcome has
// `data-next`, its day is filled in as the next contact until somebody has chosen another.
(() => {
    "use strict";

    const formNow = () => document.querySelector("form[data-outcomes]");

    document.addEventListener("keydown", (event) => {
        const form = formNow();
        const isWriting = event.target.matches("textarea, select, input:not([type='radio']):not([type='checkbox'])");
        if (!form || isWriting || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        const choice = form.querySelectorAll('input[name="outcome"]')[Number(event.key) - 1];
        if (choice) {
            choice.checked = true;
            choice.focus();
            choice.dispatchEvent(new Event("change", { bubbles: true }));
        }
    });

    document.addEventListener("change", (event) => {
        const { next } = event.target.dataset;
        const day = event.target.form?.elements.next_on;
        if (next && day && (!day.value || day.value === day.dataset.proposed)) {
            day.value = next;
            day.dataset.proposed = next;
        }
    });
})();
