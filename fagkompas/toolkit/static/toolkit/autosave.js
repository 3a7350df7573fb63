// A form with `data-autosave` saves itself shortly after each change and says so on its `data-autosave-line`.
//
// The whole form is posted to `data-autosave` (or the form's own action) with the header `X-Autosave: 1`.
// The server answers 200 and {"saved": "Gemt kl. 14.03"} once the answers are safely stored,
// or 422 and {"problem": "..."} when something in them has to be put right; with {"both": true} somebody else has changed the
// same, and a button beside the line sends the form to the page that shows both. Either answer is passed on to the page's
// own scripts as the event "autosaved" on the form, with the answer as its detail.
// While it cannot be saved the answers are kept in this browser window only (sessionStorage), for the person who wrote
// them, and tried again; signing in begins without them (`toolkit/signed_out.js`). Hidden controls come back only with
// `data-autosave-restore` (what the page was opened with, say). A form with `data-autosave-unkept`, in which a citizen may be
// named, leaves nothing in the browser at all: what is not saved yet stands on the open page alone.
// A save whose answer never came may be stored all the same: what was sent goes along with the next one as `unanswered`, so
// that it is not taken for somebody else's change.
(() => {
    "use strict";

    const PAUSE = 600;
    const RETRY = [2000, 5000, 10000, 20000];
    // A save that takes longer has failed: the line says so, and it is tried again.
    const PATIENCE = 15000;
    // Browsers send 64 KiB at most from a page that is left.
    const LAST_AT_MOST = 60000;
    const OPENED = "opened-";
    const UNANSWERED = "unanswered";
    const MOST_UNANSWERED = 20;

    class Autosave {
        constructor(form) {
            this.form = form;
            this.url = form.dataset.autosave || form.action;
            // The same key as in toolkit/rows.js.
            this.key = `autosave ${document.body.dataset.person || ""} ${this.url}`;
            this.line = form.querySelector("[data-autosave-line]") || document.querySelector("[data-autosave-line]");
            this.isKept = !("autosaveUnkept" in form.dataset);
            this.timer = null;
            this.failures = 0;
            this.isSaving = false;
            this.isDirty = false;
            this.isRefused = false;
            this.isSubmitting = false;
            this.both = null;
            this.stored = this.pairs();
            this.seen = "";
        }

        watch() {
            this.form.addEventListener("input", () => this.changed());
            this.form.addEventListener("change", () => this.changed());
            this.form.addEventListener("submit", (event) => this.submit(event));
            window.addEventListener("beforeunload", (event) => this.warn(event));
            window.addEventListener("online", () => this.isDirty && this.save());
            window.addEventListener("pagehide", () => this.sendLast());
            document.querySelectorAll("[data-autosave-leave]").forEach((link) => {
                link.addEventListener("click", (event) => this.leave(event, link.href));
            });
            if (!this.restore() && this.isTypedIn()) {
                this.changed();
            }
        }

        // What was typed while the page was still loading, before this script could hear it.
        isTypedIn() {
            return [...this.form.elements].some((control) => {
                if (control.type === "radio" || control.type === "checkbox") {
                    return control.checked !== control.defaultChecked;
                }
                return /^(text|search|textarea)$/.test(control.type) && control.value !== control.defaultValue;
            });
        }

        // A field that is left says "change" for what it has said "input" for already: were the line to speak again then, what
        // stands below it would move away under the pointer.
        changed() {
            const now = JSON.stringify(this.pairs());
            if (now === this.seen) {
                return;
            }
            this.seen = now;
            this.isDirty = true;
            this.keep();
            if (this.failures === 0) {
                this.say("saving", this.line.dataset.saving);
            }
            this.plan(PAUSE);
        }

        plan(milliseconds) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.save(), milliseconds);
        }

        async save() {
            if (this.isSaving) {
                return;
            }
            clearTimeout(this.timer);
            this.isSaving = true;
            this.isDirty = false;
            this.say("saving", this.line.dataset.saving);
            const sent = this.pairs();
            try {
                const answer = await this.post(new FormData(this.form), "1", { signal: AbortSignal.timeout(PATIENCE) });
                this.stored = answer.ok ? sent : this.stored;
                await this.heard(answer, sent);
            } catch {
                this.failed(sent);
            }
            this.isSaving = false;
            if (this.isDirty && this.failures === 0) {
                this.plan(PAUSE);
            }
        }

        post(body, how, options) {
            return fetch(this.url, {
                method: "POST",
                body,
                headers: { "X-Autosave": how, Accept: "application/json" },
                redirect: "manual",
                ...options,
            });
        }

        async heard(answer, sent) {
            if (answer.ok) {
                const told = await answer.json();
                this.failures = 0;
                this.isRefused = false;
                this.form.elements.namedItem(UNANSWERED)?.remove();
                this.offerBoth(false);
                this.tell(told);
                // What was typed meanwhile is not saved yet, and the line must not say so.
                if (!this.isDirty) {
                    this.forget();
                    this.say("saved", told.saved);
                }
            } else if (answer.status === 422) {
                const told = await answer.json();
                this.failures = 0;
                this.isRefused = true;
                this.tell(told);
                this.say("trouble", told.problem || this.line.dataset.refused);
                this.offerBoth(Boolean(told.both));
            } else if (answer.status === 404) {
                this.isDirty = true;
                this.say("trouble", this.line.dataset.gone);
            } else if (answer.type === "opaqueredirect" || answer.status === 403) {
                this.isDirty = true;
                this.say("trouble", this.line.dataset.lost);
                this.plan(RETRY[RETRY.length - 1]);
            } else {
                this.failed(sent);
            }
        }

        failed(sent) {
            this.isDirty = true;
            this.noteUnanswered(sent);
            this.say("trouble", this.line.dataset.retrying);
            this.plan(RETRY[Math.min(this.failures, RETRY.length - 1)]);
            this.failures += 1;
        }

        sendLast() {
            if (!this.isDirty) {
                return;
            }
            const whole = new FormData(this.form);
            const isTooLong = "together" in this.form.dataset && sizeOf(whole) > LAST_AT_MOST;
            const sent = isTooLong ? this.post(this.changes(), "changes", { keepalive: true }) : this.post(whole, "1", { keepalive: true });
            sent.catch(() => {});
            this.noteUnanswered(this.pairs());
        }

        // What may be stored though no answer came. Where there are too many, the one of the lost connection and the latest stay.
        noteUnanswered(sent) {
            const isStored = ([name, value]) => this.stored.some(([each, text]) => each === name && text === value);
            const changed = sent.filter((pair) => !pair[0].startsWith(OPENED) && !isStored(pair));
            const control = this.unanswered();
            const noted = JSON.parse(control.value);
            if (JSON.stringify(noted.at(-1)) !== JSON.stringify(changed)) {
                noted.push(changed);
            }
            if (noted.length > MOST_UNANSWERED) {
                noted.splice(1, 1);
            }
            control.value = JSON.stringify(noted);
            this.keep();
        }

        unanswered() {
            const known = this.form.elements.namedItem(UNANSWERED);
            if (known) {
                return known;
            }
            const control = document.createElement("input");
            control.type = "hidden";
            control.name = UNANSWERED;
            control.value = "[]";
            control.dataset.autosaveRestore = "";
            this.form.append(control);
            return control;
        }

        // What is not stored yet, with what was there when the page was opened, and what the form needs besides.
        changes() {
            const now = this.pairs();
            const body = new FormData();
            const lost = this.form.elements.namedItem(UNANSWERED);
            if (lost) {
                body.append(UNANSWERED, lost.value);
            }
            const names = new Set([...this.stored, ...now].map(([name]) => name).filter((name) => !name.startsWith(OPENED)));
            for (const name of names) {
                const values = valuesOf(now, name);
                const isHidden = this.form.elements.namedItem(name)?.type === "hidden";
                if (!isHidden && JSON.stringify(values) === JSON.stringify(valuesOf(this.stored, name))) {
                    continue;
                }
                values.forEach((value) => body.append(name, value));
                if (!isHidden) {
                    const twins = now.filter(([twin]) => twin === OPENED + name || twin.startsWith(`${OPENED}${name}:`));
                    (twins.length ? twins : [[OPENED + name, ""]]).forEach(([twin, value]) => body.append(twin, value));
                }
            }
            return body;
        }

        pairs() {
            const isTyped = ([name, value]) => typeof value === "string" && name !== UNANSWERED;
            return [...new FormData(this.form)].filter(isTyped);
        }

        // Everything is stored before the page is left, so that a form sent into a server that is gone loses nothing.
        async submit(event) {
            if (!this.isDirty && !this.isSaving) {
                this.isSubmitting = true;
                this.forget();
                return;
            }
            event.preventDefault();
            const { submitter } = event;
            await this.settled();
            if (!this.isDirty) {
                this.form.requestSubmit(submitter);
            }
        }

        async settled() {
            while (this.isSaving) {
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            if (this.isDirty) {
                await this.save();
            }
        }

        warn(event) {
            if (!this.isSubmitting && (this.isDirty || this.isRefused)) {
                event.preventDefault();
            }
        }

        offerBoth(isOffered) {
            if (!isOffered) {
                this.both?.remove();
                this.both = null;
            } else if (!this.both) {
                this.both = document.createElement("button");
                this.both.type = "submit";
                this.both.className = "button button-primary autosave-both";
                this.both.textContent = this.line.dataset.both;
                (this.form.contains(this.line) ? this.line : this.form.lastElementChild).after(this.both);
            }
        }

        tell(told) {
            this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: told }));
        }

        async leave(event, href) {
            if (!this.isDirty && !this.isSaving) {
                return;
            }
            event.preventDefault();
            await this.settled();
            if (!this.isDirty) {
                window.location.assign(href);
            }
        }

        keep() {
            if (!this.isKept) {
                return;
            }
            const pairs = this.pairs().filter(([name]) => name !== "csrfmiddlewaretoken");
            const lost = this.form.elements.namedItem(UNANSWERED);
            const kept = lost ? [...pairs, [UNANSWERED, lost.value]] : pairs;
            inWindow((storage) => storage.setItem(this.key, JSON.stringify(kept)));
        }

        forget() {
            inWindow((storage) => storage.removeItem(this.key));
        }

        restore() {
            const kept = this.isKept && inWindow((storage) => storage.getItem(this.key));
            if (!kept) {
                return false;
            }
            const values = new Map();
            for (const [name, value] of JSON.parse(kept)) {
                values.set(name, [...(values.get(name) || []), value]);
            }
            if (values.has(UNANSWERED)) {
                this.unanswered();
            }
            for (const control of this.form.elements) {
                const isLeftAlone = control.type === "hidden" && !("autosaveRestore" in control.dataset);
                if (isLeftAlone || !control.name) {
                    continue;
                }
                // What was not there when the page was opened then was empty.
                const wanted = values.get(control.name) || (control.type === "hidden" ? [""] : []);
                if (control.type === "radio" || control.type === "checkbox") {
                    control.checked = wanted.includes(control.value);
                } else if (wanted.length && control.type !== "file") {
                    control.value = wanted[0];
                }
            }
            this.isDirty = true;
            this.say("saving", this.line.dataset.restored);
            this.plan(0);
            return true;
        }

        say(state, text) {
            this.line.dataset.state = state;
            if (this.line.textContent !== text) {
                this.line.textContent = text;
            }
        }
    }

    // Full or forbidden: then nothing is kept in the window, and everything is saved all the same.
    function inWindow(use) {
        try {
            return use(window.sessionStorage);
        } catch {
            return null;
        }
    }

    function valuesOf(pairs, name) {
        return pairs.filter(([each]) => each === name).map(([, value]) => value);
    }

    function sizeOf(body) {
        return [...body].reduce((size, [name, value]) => size + new Blob([name, value]).size + 150, 0);
    }

    document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form).watch());
})();
