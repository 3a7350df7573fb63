// The board of a position: a card is dragged to a column, which is the same as choosing it in the card's list; and whoever
// moves a card by keyboard stays on it. The board is put in anew by htmx after each move, so all is heard on the document.
(() => {
    "use strict";

    let dragged = null;
    let moved = null;

    const columnOf = (event) => event.target instanceof Element && event.target.closest("[data-column]");

    // A card can be taken with the mouse, but its list, buttons and link work as they do elsewhere.
    const ready = () => {
        document.querySelectorAll("[data-card]").forEach((card) => {
            card.draggable = true;
        });
    };

    const over = (column) => {
        document.querySelectorAll(".is-over").forEach((other) => other.classList.toggle("is-over", other === column));
        column?.classList.add("is-over");
    };

    document.addEventListener("dragstart", (event) => {
        dragged = event.target.closest("[data-card]");
        if (dragged) {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", dragged.id);
            dragged.classList.add("is-dragged");
        }
    });

    document.addEventListener("dragover", (event) => {
        const column = dragged && columnOf(event);
        over(column || null);
        if (column) {
            event.preventDefault();
        }
    });

    document.addEventListener("drop", (event) => {
        const column = dragged && columnOf(event);
        if (!column) {
            return;
        }
        event.preventDefault();
        const list = dragged.querySelector("select[name=who]");
        if (list.value !== column.dataset.column) {
            list.value = column.dataset.column;
            list.dispatchEvent(new Event("change", { bubbles: true }));
        }
    });

    document.addEventListener("dragend", () => {
        dragged?.classList.remove("is-dragged");
        dragged = null;
        over(null);
    });

    // A button that is gone gives the focus to the card's list, or to the undo button.
    document.addEventListener("htmx:beforeRequest", (event) => {
        moved = event.target.closest("#board") && { card: event.target.closest("[data-card]")?.id, control: document.activeElement?.id };
    });

    document.addEventListener("htmx:afterSettle", () => {
        ready();
        if (!moved) {
            return;
        }
        const control = moved.control && document.getElementById(moved.control);
        const list = moved.card && document.querySelector(`#${moved.card} select`);
        (control || list || document.getElementById("undo"))?.focus();
        moved = null;
    });

    ready();
})();
