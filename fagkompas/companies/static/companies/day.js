// Whom to contact by keyboard. In `data-day` each item is a company: j and down go to the next, k and up to the one before, l
// opens its short form in place (htmx brings it), Escape closes it. Pressing a number tells colleagues that one is calling.
(() => {
    "use strict";

    const day = document.querySelector("[data-day]");
    if (!day) {
        return;
    }
    const cards = () => [...day.querySelectorAll("[data-day-card]")];
    const cardOf = (element) => element.closest("[data-day-card]");

    const choose = (card) => {
        const name = card?.querySelector("[data-day-name]");
        name?.focus();
        card?.scrollIntoView({ block: "nearest" });
        return Boolean(name);
    };

    const close = (card) => {
        card.querySelector("[data-day-place]").replaceChildren();
        choose(card);
    };

    const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

    document.addEventListener("keydown", (event) => {
        const isWriting = event.target.matches("input, textarea, select");
        const card = cardOf(event.target);
        if (event.altKey || event.ctrlKey || event.metaKey || (!card && event.target !== document.body)) {
            return;
        }
        if (event.key === "Escape" && card?.querySelector("[data-day-place] form")) {
            close(card);
        } else if (!isWriting && event.key in STEPS) {
            const all = cards();
            const at = card ? all.indexOf(card) + STEPS[event.key] : 0;
            if (choose(all[at])) {
                event.preventDefault();
            }
        } else if (!isWriting && event.key === "l" && card) {
            event.preventDefault();
            card.querySelector("[data-day-log]")?.click();
        }
    });

    day.addEventListener("htmx:beforeSwap", (event) => {
        day.querySelectorAll("[data-day-place]").forEach((place) => {
            if (place !== event.target) {
                place.replaceChildren();
            }
        });
    });
    day.addEventListener("htmx:afterSwap", (event) => {
        event.target.querySelector("input[type='radio']")?.focus();
    });

    day.addEventListener("click", (event) => {
        if (event.target.closest("[data-day-close]")) {
            close(cardOf(event.target));
        } else if (event.target.closest("a[href^='tel:']")) {
            const call = cardOf(event.target).querySelector("[data-day-call]");
            if (call) {
                navigator.sendBeacon(call.action, new FormData(call));
            }
        }
    });
})();
