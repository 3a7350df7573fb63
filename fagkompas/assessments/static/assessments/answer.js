// What a page of questions adds to `toolkit/autosave.js`: when the answers are stored, the rows remember what is
// stored ("opened"), the count and the field's dot follow; and Enter on a point does not leave the page.
(() => {
    "use strict";

    const form = document.querySelector("form.answer");
    const count = form.querySelector("[data-answer-count]");
    const dot = form.querySelector(".dot-here");

    document.addEventListener("autosaved", (event) => {
        const { opened, answered, total } = event.detail;
        Object.entries(opened || {}).forEach(([code, mark]) => {
            form.elements[`${code}-opened`].value = mark;
        });
        count.textContent = count.textContent.replace(/\d+/, String(answered));
        if (dot) {
            dot.classList.toggle("dot-done", answered === total);
            dot.classList.toggle("dot-begun", answered > 0 && answered < total);
        }
    });

    form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target.type === "radio") {
            event.preventDefault();
        }
    });
})();
