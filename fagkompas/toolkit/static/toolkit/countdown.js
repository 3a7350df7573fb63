// Counts down to `data-until`: minutes and seconds left, or how long the time has been up. Without it the page says when
// the time is up. Nothing is announced each second; the words change, and a screen reader reads them when asked.
(() => {
    "use strict";

    function tell(element) {
        const until = Date.parse(element.dataset.until);
        const seconds = Math.round((until - Date.now() - skew) / 1000);
        const minutes = Math.floor(Math.abs(seconds) / 60);
        const rest = String(Math.abs(seconds) % 60).padStart(2, "0");
        const words = seconds >= 0 ? element.dataset.left : element.dataset.over;
        element.textContent = words.replace("{time}", `${minutes}:${rest}`);
        element.classList.toggle("time-over", seconds < 0);
    }

    // The clock of the machine in the room may be wrong; the server said what time it was when it made the page.
    let skew = 0;

    function start() {
        const element = document.querySelector("[data-until]");
        if (element) {
            skew = Date.parse(element.dataset.now) - Date.now();
            tell(element);
        }
    }

    start();
    document.addEventListener("htmx:afterSwap", start);
    setInterval(() => document.querySelectorAll("[data-until]").forEach(tell), 1000);
})();
