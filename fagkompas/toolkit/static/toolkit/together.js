// What a form with `data-together` adds to `toolkit/autosave.js`: when it is stored, the form remembers what is
// stored (`opened-...`), so that the next save is not taken for somebody else's change; other forms of the page learn the
// new revision (`data-revision-of-saved`); and Enter on a point stays here.
(() => {
    "use strict";

    const form = document.querySelector("form[data-together]");
    if (!form) {
        return;
    }

    form.addEventListener("autosaved", (event) => {
        Object.entries(event.detail.opened || {}).forEach(([name, text]) => {
            remembered(name).value = text;
        });
        if (event.detail.revision !== undefined) {
            document.querySelectorAll("[data-revision-of-saved]").forEach((input) => {
                input.value = event.detail.revision;
            });
        }
    });

    form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target.type === "radio") {
            event.preventDefault();
        }
    });

    function remembered(name) {
        const known = form.elements.namedItem(name);
        if (known) {
            return known;
        }
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.dataset.autosaveRestore = "";
        form.append(input);
        return input;
    }
})();
