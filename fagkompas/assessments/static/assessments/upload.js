// A form with a file (`data-upload`) says how much of the file is sent, then how many rows of it are read.
//
// The form is sent with the header `X-Progress: 1`; the server answers with lines of JSON, {"rows": 5000} now and then
// and last {"url": ...}, where to go. Any other answer (something is wrong with the form, say) is left to the browser:
// the form is then sent as it would be without this script.
(() => {
    "use strict";

    const form = document.querySelector("form[data-upload]");
    const progress = form.querySelector("[data-upload-progress]");
    const bar = progress.querySelector("progress");
    const line = progress.querySelector("[data-upload-line]");
    const status = form.querySelector("[data-upload-status]");
    const numbers = new Intl.NumberFormat(document.documentElement.lang);
    let sending = null;

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (!sending) {
            send();
        }
    });

    // Back again by the browser's own button: the form may be sent anew.
    window.addEventListener("pageshow", () => stop(""));

    function send() {
        const request = new XMLHttpRequest();
        sending = request;
        request.upload.addEventListener("progress", ({ loaded, total }) => {
            const percent = Math.floor((100 * loaded) / total);
            bar.value = percent;
            show(progress.dataset.sending, `${percent} %`);
        });
        request.upload.addEventListener("load", () => bar.removeAttribute("value"));
        request.addEventListener("progress", () => {
            const { rows } = lastOf(request);
            if (rows) {
                show(progress.dataset.reading, numbers.format(rows));
            }
        });
        request.addEventListener("load", () => {
            const { url } = lastOf(request);
            if (url) {
                window.location.assign(url);
            } else if (isTold(request)) {
                stop(progress.dataset.broken);
            } else {
                form.submit();
            }
        });
        request.addEventListener("error", () => stop(progress.dataset.broken));
        request.open("POST", form.action);
        request.setRequestHeader("X-Progress", "1");
        request.send(new FormData(form));
    }

    function isTold(request) {
        return (request.getResponseHeader("Content-Type") || "").startsWith("application/x-ndjson");
    }

    function lastOf(request) {
        if (!isTold(request)) {
            return {};
        }
        const whole = request.responseText.split("\n").slice(0, -1);
        return whole.length ? JSON.parse(whole[whole.length - 1]) : {};
    }

    // The words have a "#" where the number stands; a screen reader hears each kind of them once.
    function show(words, number) {
        const [before, after] = words.split("#");
        progress.hidden = false;
        line.textContent = `${before}${number}${after}`;
        if (!status.textContent.startsWith(before)) {
            status.textContent = `${before}…`;
        }
    }

    function stop(words) {
        sending = null;
        bar.removeAttribute("value");
        line.textContent = words;
        status.textContent = words;
        progress.hidden = !words;
    }
})();
