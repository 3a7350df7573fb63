// While the code of a framework is untouched it follows the name: "Vores ramme på tværs" gives "vores-ramme-paa-tvaers".
// The server makes the same code, and a free one, when the field is sent empty.
(() => {
    "use strict";

    const LETTERS = new Map([["æ", "ae"], ["ø", "oe"], ["å", "aa"], ["ß", "ss"]]);
    const name = document.getElementById("id_name_da");
    const code = document.getElementById("id_code");
    if (!name || !code) {
        return;
    }

    const suggested = () => {
        const plain = name.value.toLowerCase().replace(/[æøåß]/g, (letter) => LETTERS.get(letter)).normalize("NFKD");
        const words = plain.replace(/[^\x00-\x7f]/g, "").match(/[a-z0-9]+/g) || [];
        return words.join("-").slice(0, 60).replace(/-+$/, "");
    };

    let last = code.value;
    name.addEventListener("input", () => {
        if (code.value === last) {
            last = suggested();
            code.value = last;
        }
    });
})();
