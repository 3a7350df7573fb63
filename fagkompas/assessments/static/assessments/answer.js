// What a page of questions adds to `toolkit/autosave.js`: when the answers are stored, the rows remember what is
// stored ("opened"), the count and the field's dot follow, and what was said to be wrong goes once it is put right;
// and Enter on a point does not leave the page.
(() => {
    "use strict";

    const form = document.querySelector("form.answer");
    const count = form.querySelector("[data-answer-count]");
    const dot = form.querySelector(".dot-here");

    const problems = form.querySelector("[data-answer-problems]");

    // Only what the page said before is taken back or said anew; new problems stand on the autosave line. What one is
    // writing in stays where it is.
    function putRight(words, faulty) {
        const here = document.activeElement;
        const before = here.getBoundingClientRect().top;
        if (problems.childElementCount && problems.textContent.trim() !== textOf(words)) {
            problems.innerHTML = words;
        }
        form.querySelectorAll(".answer-row.form-error").forEach((row) => {
            if (faulty.includes(row.dataset.code)) {
                return;
            }
            row.querySelectorAll(".form-error-message").forEach((message) => message.remove());
            row.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
            row.querySelectorAll("[aria-describedby]").forEach(describeByWhatIsThere);
            [row, ...row.querySelectorAll(".form-error")].forEach((part) => part.classList.remove("form-error"));
        });
        window.scrollBy(0, here.getBoundingClientRect().top - before);
    }

    function textOf(words) {
        return new DOMParser().parseFromString(words, "text/html").body.textContent.trim();
    }

    function describeByWhatIsThere(control) {
        const ids = control.getAttribute("aria-describedby").split(" ");
        control.setAttribute("aria-describedby", ids.filter((id) => document.getElementById(id)).join(" "));
    }

    document.addEventListener("autosaved", (event) => {
        const { opened, answered, total, faulty, problems: words } = event.detail;
        putRight(words, faulty);
        Object.entries(opened || {}).forEach(([code, mark]) => {
            form.elements[`${code}-opened`].value = mark;
        });
        count.textContent = count.textContent.replace(/\d+/, String(answered));
        if (dot) {
            dot.querySelector(".sr-only").textContent = ` ${dot.title}: ${count.textContent.trim()}`;
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
