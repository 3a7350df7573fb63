// In a row of points (`data-points`) the keys 0-4 choose that point, "i" or "n" "not relevant", and Delete clears where
// the row has a choice without a value; the arrows move between the points as in any group of radio buttons.
(() => {
    "use strict";

    const WORDS = new Map([["i", "nr"], ["n", "nr"], ["delete", ""], ["backspace", ""]]);

    document.addEventListener("keydown", (event) => {
        const row = event.target.closest("[data-points]");
        if (!row || event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const key = event.key.toLowerCase();
        const value = WORDS.has(key) ? WORDS.get(key) : key;
        const choice = [...row.querySelectorAll('input[type="radio"]')].find((input) => input.value === value);
        if (!choice) {
            return;
        }
        event.preventDefault();
        choice.checked = true;
        choice.focus();
        choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
})();
