// Starts the design system's components: on the whole page at first, later on what htmx has put in.
// Its own `DKFDS.init` is not used: it adds the menu's "more" button again each time, and speaks Danish only.
(() => {
    "use strict";

    const texts = JSON.parse(document.getElementById("design-system-texts").textContent);
    const characterTexts = {
        character_remaining: texts.one_left,
        characters_remaining: texts.many_left,
        character_too_many: texts.one_too_many,
        characters_too_many: texts.many_too_many,
    };
    const components = [
        [".accordion", (element) => new DKFDS.Accordion(element)],
        [".alert.has-close", (element) => new DKFDS.Alert(element)],
        [".form-limit", (element) => new DKFDS.CharacterLimit(element, characterTexts)],
        [".js-checkbox-toggle-content", (element) => new DKFDS.CheckboxToggleContent(element)],
        [".js-dropdown", (element) => new DKFDS.Dropdown(element)],
        [".js-menudropdown", (element) => new DKFDS.MenuDropdown(element)],
        [".js-radio-toggle-group", (element) => new DKFDS.RadioToggleGroup(element)],
        [".fds-modal", (element) => new DKFDS.Modal(element)],
        [".tooltip-wrapper", (element) => new DKFDS.Tooltip(element)],
        ['[data-module="error-summary"]', (element) => new DKFDS.ErrorSummary(element)],
    ];

    function start(scope) {
        for (const [selector, component] of components) {
            const found = [...scope.querySelectorAll(selector)];
            if (scope.matches && scope.matches(selector)) {
                found.push(scope);
            }
            found.forEach((element) => component(element).init());
        }
    }

    document.documentElement.classList.remove("no-js");
    start(document);
    if (document.querySelector(".navigation-menu")) {
        new DKFDS.Navigation().init();
        document.querySelectorAll(".more-button > span").forEach((label) => {
            label.textContent = texts.more;
        });
    }
    document.addEventListener("htmx:afterSwap", (event) => {
        // An outer swap replaces the target itself: then its successor is what is new.
        const target = event.detail.target;
        start(target.isConnected ? target : document.getElementById(target.id) || document.body);
    });
})();
