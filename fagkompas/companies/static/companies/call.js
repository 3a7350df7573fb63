// The phone guide: what is not of the chosen kind of call is hidden, and the proposal is shown as it is said while it is typed.
(() => {
    "use strict";

    const form = document.querySelector("form[data-call]");
    if (!form) {
        return;
    }
    const spoken = form.querySelector("[data-spoken]");
    const parts = ["feature", "advantage", "benefit"].map((name) => form.elements[name]);

    const sentence = (text) => {
        const begun = text.charAt(0).toUpperCase() + text.slice(1);
        return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
    };

    const show = () => {
        const chosen = form.elements.branch.value;
        form.querySelectorAll("[data-branch]").forEach((one) => {
            one.hidden = one.dataset.branch !== chosen;
        });
        const said = parts.map((part) => part.value.trim()).filter(Boolean).map(sentence);
        spoken.textContent = said.join(" ");
        spoken.hidden = said.length === 0;
    };

    form.addEventListener("input", show);
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
})();
