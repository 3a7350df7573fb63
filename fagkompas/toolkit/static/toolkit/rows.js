// Rows of a form that grow by themselves: inside `data-rows` each `data-row` has the id of its row as value; when the last
// one is begun, an empty one comes after it, with an id of its own. Enter in a control with `data-row-next` goes on to it.
// Rows that were typed and not saved when the page went away (see toolkit/autosave.js, which must come after) are made anew.
(() => {
    "use strict";

    const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

    class Rows {
        constructor(list) {
            this.list = list;
            this.blank = this.last().cloneNode(true);
            this.clear(this.blank);
        }

        watch() {
            this.unsaved().forEach((id) => this.list.append(this.fresh(id)));
            this.grow();
            this.list.addEventListener("input", () => this.grow());
            this.list.addEventListener("keydown", (event) => this.key(event));
        }

        last() {
            const rows = this.list.querySelectorAll("[data-row]");
            return rows[rows.length - 1];
        }

        main(row) {
            return row.querySelector("[data-row-main]");
        }

        grow() {
            if (this.main(this.last()).value.trim()) {
                this.list.append(this.fresh(newId()));
                this.list.dispatchEvent(new CustomEvent("rows:added", { bubbles: true }));
            }
        }

        // Focus goes to the first empty row, also when the words were taken out of one in the middle.
        key(event) {
            if (event.key !== "Enter" || !("rowNext" in event.target.dataset)) {
                return;
            }
            event.preventDefault();
            this.grow();
            [...this.list.querySelectorAll("[data-row]")]
                .map((row) => this.main(row))
                .find((control) => !control.value.trim())
                ?.focus();
        }

        fresh(id) {
            const row = this.blank.cloneNode(true);
            const old = this.blank.dataset.row;
            [row, ...row.querySelectorAll("*")].forEach((element) => {
                [...element.attributes].forEach((attribute) => {
                    if (attribute.value.includes(old)) {
                        attribute.value = attribute.value.replaceAll(old, id);
                    }
                });
            });
            if (window.htmx) {
                // The row is not in the page yet, and htmx looks at what it is given as soon as it is.
                setTimeout(() => window.htmx.process(row));
            }
            return row;
        }

        clear(row) {
            row.classList.remove("form-error");
            row.querySelectorAll("[data-row-gone]").forEach((element) => element.replaceChildren());
            row.querySelectorAll("input, textarea, select").forEach((control) => {
                if (control.type === "checkbox") {
                    control.checked = false;
                    control.removeAttribute("checked");
                } else if (control.dataset.rowKeep === undefined) {
                    control.value = "";
                    control.removeAttribute("value");
                }
                if (control.tagName === "TEXTAREA") {
                    control.textContent = "";
                }
            });
        }

        // What `autosave.js` keeps of rows that this page has not.
        unsaved() {
            const form = this.list.closest("form");
            const kept = keptIn(`autosave ${document.body.dataset.person || ""} ${form.dataset.autosave || form.action}`);
            const kind = `${this.list.dataset.rows}-`;
            const names = kept ? JSON.parse(kept).map(([name]) => name) : [];
            const ids = names.filter((name) => name.startsWith(kind)).map((name) => (name.match(ID) || [""])[0]);
            return [...new Set(ids)].filter((id) => id && !this.list.querySelector(`[data-row="${id}"]`));
        }
    }

    // A window that may keep nothing has kept nothing.
    function keptIn(key) {
        try {
            return sessionStorage.getItem(key);
        } catch {
            return null;
        }
    }

    // `crypto.randomUUID` is there on https only.
    function newId() {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        return [0, 8, 12, 16, 20].map((start, place, starts) => hex.slice(start, starts[place + 1])).join("-");
    }

    document.querySelectorAll("[data-rows]").forEach((list) => new Rows(list).watch());
})();
