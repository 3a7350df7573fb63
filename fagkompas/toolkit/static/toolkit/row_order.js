// Rows of a form that are put in order by buttons: inside `data-rows` with `data-row-order` each `data-row` has a control
// `data-row-place` with its number and gets a copy of the list's `<template>` with two buttons (`data-row-move` -1 and 1).
// What is for typing the number (`data-row-order-typed`) is hidden. Must come after toolkit/rows.js.
(() => {
    "use strict";

    class Order {
        constructor(list) {
            this.list = list;
            this.buttons = list.querySelector("template");
        }

        watch() {
            this.list.addEventListener("click", (event) => this.click(event));
            this.list.addEventListener("rows:added", () => {
                this.arrange();
                this.number();
            });
            this.arrange();
        }

        rows() {
            return [...this.list.querySelectorAll("[data-row]")];
        }

        place(row) {
            return row.querySelector("[data-row-place]");
        }

        // Buttons for rows that have none; the last row is the empty one, which nothing goes below.
        arrange() {
            document.querySelectorAll("[data-row-order-typed]").forEach((element) => {
                element.hidden = true;
            });
            this.rows().forEach((row, index, rows) => {
                if (!row.querySelector("[data-row-move]")) {
                    row.append(this.buttons.content.cloneNode(true));
                }
                const last = rows.length - (this.isEmpty(rows[rows.length - 1]) ? 2 : 1);
                row.querySelector('[data-row-move="-1"]').disabled = index === 0 || index > last;
                row.querySelector('[data-row-move="1"]').disabled = index >= last;
            });
        }

        number() {
            this.rows().forEach((row, index) => {
                this.place(row).value = index + 1;
            });
        }

        isEmpty(row) {
            return !row.querySelector("[data-row-main]").value.trim();
        }

        click(event) {
            const button = event.target.closest("[data-row-move]");
            if (!button) {
                return;
            }
            const row = button.closest("[data-row]");
            const rows = this.rows();
            const other = rows[rows.indexOf(row) + Number(button.dataset.rowMove)];
            if (Number(button.dataset.rowMove) < 0) {
                other.before(row);
            } else {
                other.after(row);
            }
            this.arrange();
            this.number();
            (button.disabled ? row.querySelector("[data-row-move]:enabled") : button).focus();
            this.place(row).dispatchEvent(new Event("input", { bubbles: true }));
        }
    }

    document.querySelectorAll("[data-row-order]").forEach((list) => new Order(list).watch());
})();
