// A conversation's pages: how long is left, in words; the sum of the minutes; keys for the drawer and the buttons; and which
// parts of the closing belong to how it ended. Without it the page says the time as it was, and shows every part.
(() => {
    "use strict";

    const SOON = 5;

    // The clock of this machine may be wrong; the server said what time it was when it made the page.
    function pace(element) {
        const skew = Date.parse(element.dataset.now) - Date.now();
        const tell = () => {
            const left = Math.ceil((Date.parse(element.dataset.until) - Date.now() - skew) / 60000);
            const { one, many, soon, over } = element.dataset;
            const words = left <= 0 ? over : left === 1 ? one : left > SOON ? many : soon;
            const said = words.replace("{n}", left);
            if (element.textContent !== said) {
                element.textContent = said;
            }
            element.classList.toggle("pace-soon", left <= SOON && left > 0);
            element.classList.toggle("pace-over", left <= 0);
        };
        tell();
        setInterval(tell, 5000);
    }

    function sum(line) {
        const form = document.querySelector("[data-minutes-all]").form;
        const tell = () => {
            const all = Number(form.querySelector("[data-minutes-all]").value) || 0;
            const rows = [...form.querySelectorAll('[data-rows="topic"] [data-row]')];
            const given = rows
                .filter((row) => row.querySelector("[data-row-main]").value.trim())
                .reduce((total, row) => total + (Number(row.querySelector("[data-minutes]").value) || 0), 0);
            const words = given > all ? line.dataset.sumOver : line.dataset.sum;
            line.textContent = words.replace("{sum}", given).replace("{all}", all);
            line.classList.toggle("pace-soon", given > all);
        };
        form.addEventListener("input", tell);
        tell();
    }

    function keys(event) {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
        }
        const drawer = document.querySelector("[data-drawer]");
        if (event.key === "F2" && drawer) {
            event.preventDefault();
            drawer.open = !drawer.open;
            (drawer.open ? drawer.querySelector("summary") : lastField || drawer.querySelector("summary")).focus();
            return;
        }
        if (event.key === "F4" && document.querySelector('[data-rows="word"]')) {
            event.preventDefault();
            [...document.querySelectorAll('[data-rows="word"] [data-row-main]')].find((input) => !input.value)?.focus();
            return;
        }
        const button = document.querySelector(`[data-key="${event.key}"]`);
        if (button) {
            event.preventDefault();
            button.form.requestSubmit(button);
        }
    }

    let lastField = null;

    function endings(form) {
        const show = () => {
            const chosen = form.querySelector('input[name="ending"]:checked')?.value || "held";
            form.querySelectorAll("[data-ending]").forEach((part) => {
                // What is said in it stays in sight: it is saved, and may be what must be taken out.
                const said = [...part.querySelectorAll("textarea, .earlier input, .earlier select")];
                const has = said.some((field) => field.value.trim());
                part.hidden = !part.dataset.ending.split(" ").includes(chosen) && !has;
            });
        };
        form.addEventListener("change", show);
        show();
    }

    // A suggestion that is taken by a button: `data-take-<name>` is what the control of that name then holds.
    function take(button) {
        button.hidden = false;
        button.addEventListener("click", () => {
            for (const { name, value } of button.attributes) {
                const control = button.form.elements.namedItem(name.replace("data-take-", ""));
                if (name.startsWith("data-take-") && control) {
                    control.value = value;
                    control.dispatchEvent(new Event("input", { bubbles: true }));
                }
            }
        });
    }

    // What is chosen beside the form saves itself; the form waits for it, and sends again what could not be saved, so that one
    // button keeps all.
    function waits(form) {
        const unsaved = new Set();
        let pressed = null;
        document.addEventListener("htmx:afterRequest", ({ detail }) => {
            const isKept = Boolean(detail.successful) || detail.requestConfig.verb === "get";
            unsaved[isKept ? "delete" : "add"](detail.requestConfig.elt);
            form.querySelector("[data-unsaved]").hidden = !unsaved.size;
            if (isKept && pressed) {
                setTimeout(() => form.requestSubmit(pressed));
            } else {
                pressed = null;
            }
        });
        form.addEventListener("submit", (event) => {
            const isSending = document.querySelector(".htmx-request");
            if (isSending || unsaved.size) {
                event.preventDefault();
                pressed = event.submitter;
            }
            if (!isSending) {
                unsaved.forEach((one) => one.dispatchEvent(new Event("change", { bubbles: true })));
            }
        });
    }

    document.querySelectorAll("[data-take]").forEach(take);
    document.querySelectorAll("form[data-waits]").forEach(waits);
    document.querySelectorAll("[data-pace]").forEach(pace);
    document.querySelectorAll("[data-sum]").forEach(sum);
    document.querySelectorAll("form.closing").forEach(endings);
    document.addEventListener("focusin", (event) => {
        if (event.target.matches("textarea, input")) {
            lastField = event.target;
        }
    });
    document.addEventListener("keydown", keys);
})();
