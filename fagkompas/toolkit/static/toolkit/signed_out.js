// Where one signs in: what `toolkit/autosave.js` kept in this browser window of whoever was here before is gone.
(() => {
    "use strict";

    try {
        Object.keys(window.sessionStorage)
            .filter((key) => key.startsWith("autosave "))
            .forEach((key) => window.sessionStorage.removeItem(key));
    } catch {
        // Nothing can be kept here, so nothing was.
    }
})();
