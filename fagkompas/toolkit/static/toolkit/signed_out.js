// Where one signs in: what `toolkit/autosave.js` and `toolkit/kept.js` kept in this browser window of whoever was here before
// is gone.
(() => {
    "use strict";

    try {
        Object.keys(window.sessionStorage)
            .filter((key) => key.startsWith("autosave ") || key.startsWith("kept "))
            .forEach((key) => window.sessionStorage.removeItem(key));
    } catch {
        // Nothing can be kept here, so nothing was.
    }
})();
