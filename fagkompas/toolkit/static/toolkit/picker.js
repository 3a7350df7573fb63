// Suggestions while one types in a `data-picker`: a combobox with a list, as the ARIA Authoring Practices describe it.
// Arrows move, Enter takes, Escape closes; the text stays what it is until something is taken. Without this script the text
// is a plain field, and the server offers the nearest titles.
(() => {
    "use strict";

    const PAUSE = 150;
    const SHORTEST = 2;

    class Picker {
        constructor(box) {
            this.box = box;
            this.input = box.querySelector("input[type=text]");
            this.taken = box.querySelector("[data-picker-taken]");
            this.list = box.querySelector("[data-picker-list]");
            this.status = box.querySelector("[data-picker-status]");
            this.timer = null;
            this.at = -1;
        }

        start() {
            this.list.setAttribute("role", "listbox");
            this.input.setAttribute("role", "combobox");
            this.input.setAttribute("aria-autocomplete", "list");
            this.input.setAttribute("aria-controls", this.list.id);
            this.close();
            this.input.addEventListener("input", () => this.typed());
            this.input.addEventListener("keydown", (event) => this.pressed(event));
            this.input.addEventListener("blur", () => this.close());
            // Only what was typed goes into the address, nothing else of the form.
            this.input.addEventListener("htmx:configRequest", (event) => {
                event.detail.parameters = { q: this.input.value };
            });
            this.list.addEventListener("htmx:afterSwap", () => this.show());
            this.list.addEventListener("mousedown", (event) => event.preventDefault());
            this.list.addEventListener("click", (event) => {
                const option = event.target.closest("[role=option]");
                if (option) {
                    this.take(option);
                }
            });
        }

        get options() {
            return [...this.list.querySelectorAll("[role=option]")];
        }

        get isOpen() {
            return !this.list.hidden;
        }

        typed() {
            this.taken.value = "";
            clearTimeout(this.timer);
            if (this.input.value.trim().length < SHORTEST) {
                this.close();
                return;
            }
            this.timer = setTimeout(() => this.ask(), PAUSE);
        }

        ask() {
            htmx.trigger(this.input, "picker-ask");
        }

        show() {
            const options = this.options;
            options.forEach((option, number) => {
                option.id = `${this.list.id}-${number}`;
            });
            this.at = -1;
            if (document.activeElement !== this.input) {
                return;
            }
            const words = { 0: this.box.dataset.none, 1: this.box.dataset.one };
            this.status.textContent = words[options.length] || this.box.dataset.many.replace("{n}", options.length);
            if (options.length === 0) {
                this.close();
                return;
            }
            this.list.hidden = false;
            this.list.scrollTop = 0;
            this.input.setAttribute("aria-expanded", "true");
            this.input.removeAttribute("aria-activedescendant");
        }

        close() {
            this.list.hidden = true;
            this.at = -1;
            this.input.setAttribute("aria-expanded", "false");
            this.input.removeAttribute("aria-activedescendant");
        }

        pressed(event) {
            const isDown = event.key === "ArrowDown";
            if (isDown || event.key === "ArrowUp") {
                event.preventDefault();
                if (this.isOpen) {
                    this.move(isDown ? 1 : -1);
                } else if (this.input.value.trim().length >= SHORTEST) {
                    this.ask();
                }
            } else if (event.key === "Enter" && this.isOpen && this.at >= 0) {
                event.preventDefault();
                this.take(this.options[this.at]);
            } else if (event.key === "Escape" && this.isOpen) {
                event.preventDefault();
                this.close();
            }
        }

        move(by) {
            const options = this.options;
            // From the text before the first and after the last: -1 is the text itself.
            this.at = ((this.at + 1 + by + options.length + 1) % (options.length + 1)) - 1;
            options.forEach((option, number) => {
                option.setAttribute("aria-selected", String(number === this.at));
            });
            if (this.at < 0) {
                this.input.removeAttribute("aria-activedescendant");
                return;
            }
            this.input.setAttribute("aria-activedescendant", options[this.at].id);
            options[this.at].scrollIntoView({ block: "nearest" });
        }

        take(option) {
            clearTimeout(this.timer);
            this.input.value = option.dataset.title;
            this.taken.value = option.dataset.uuid;
            this.box.querySelectorAll(".picker-offered input").forEach((radio) => {
                radio.checked = false;
            });
            this.close();
            this.status.textContent = option.dataset.title;
            this.input.dispatchEvent(new Event("change", { bubbles: true }));
        }
    }

    function start(scope) {
        scope.querySelectorAll("[data-picker]:not([data-started])").forEach((box) => {
            box.dataset.started = "";
            new Picker(box).start();
        });
    }

    start(document);
    document.addEventListener("htmx:afterSwap", () => start(document));
})();
