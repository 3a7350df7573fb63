// What is typed in a form with `data-kept` is kept in this browser window (sessionStorage) until it is sent and taken, for the
// person who typed it: whoever leaves the page by a link, or sends it to a server that is gone, finds it again.
//
// For forms that save nothing before their button is pressed; those that save themselves have `toolkit/autosave.js`.
// `data-kept` is what is said when something was brought back, `data-kept-anew` what the button that empties the form says.
// Hidden controls, passwords and files are left alone. Signing in begins without it (`toolkit/signed_out.js`).
(() => {
    "use strict";

    const NOT_KEPT = ["hidden", "password", "file", "submit", "button"];
    const mine = `kept ${document.body.dataset.person || ""} `;

    // What the server takes it answers by leading on to a page, this one or another. What it refuses comes back at once, with
    // what was typed; and a server that is gone answers nothing.
    const JUST_NOW = 60000;
    if (performance.getEntriesByType("navigation")[0]?.redirectCount) {
        inWindow((storage) => {
            Object.keys(storage)
                .filter((key) => key.startsWith(mine) && Date.now() - (JSON.parse(storage.getItem(key)).sentAt || 0) < JUST_NOW)
                .forEach((key) => storage.removeItem(key));
        });
    }

    class Kept {
        constructor(form) {
            this.form = form;
            this.key = mine + window.location.pathname;
            this.shipped = JSON.stringify(this.typed());
        }

        watch() {
            this.restore();
            this.form.addEventListener("input", () => this.keep(null));
            this.form.addEventListener("change", () => this.keep(null));
            this.form.addEventListener("submit", () => this.keep(Date.now()));
        }

        controls() {
            return [...this.form.elements].filter((control) => control.name && !NOT_KEPT.includes(control.type));
        }

        typed() {
            return this.controls().map((control) =>
                control.type === "radio" || control.type === "checkbox"
                    ? [control.name, control.value, control.checked]
                    : [control.name, control.value, null],
            );
        }

        keep(sentAt) {
            const typed = this.typed();
            inWindow((storage) =>
                JSON.stringify(typed) === this.shipped && !this.isRefused()
                    ? storage.removeItem(this.key)
                    : storage.setItem(this.key, JSON.stringify({ typed, sentAt })),
            );
        }

        isRefused() {
            return this.form.querySelector(".alert, .form-error, [aria-invalid='true']") !== null;
        }

        restore() {
            const kept = inWindow((storage) => JSON.parse(storage.getItem(this.key)));
            if (!kept || this.isRefused()) {
                return;
            }
            for (const control of this.controls()) {
                const isChoice = control.type === "radio" || control.type === "checkbox";
                const found = kept.typed.find(([name, value]) => name === control.name && (!isChoice || value === control.value));
                if (found && isChoice) {
                    control.checked = found[2];
                } else if (found) {
                    control.value = found[1];
                }
            }
            if (JSON.stringify(this.typed()) !== this.shipped) {
                this.say();
            }
        }

        say() {
            const line = document.createElement("p");
            line.className = "kept-line";
            line.setAttribute("role", "status");
            line.textContent = `${this.form.dataset.kept} `;
            const anew = document.createElement("button");
            anew.type = "button";
            anew.className = "function-link";
            anew.textContent = this.form.dataset.keptAnew;
            anew.addEventListener("click", () => {
                this.form.reset();
                inWindow((storage) => storage.removeItem(this.key));
                line.remove();
                this.controls()[0]?.focus();
            });
            line.append(anew);
            this.form.prepend(line);
        }
    }

    // Full or forbidden: then nothing is kept.
    function inWindow(use) {
        try {
            return use(window.sessionStorage);
        } catch {
            return null;
        }
    }

    document.querySelectorAll("form[data-kept]").forEach((form) => new Kept(form).watch());
})();
