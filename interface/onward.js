// A form that waits for nobody's decision goes on by itself; without scripts its button sends it.

document.querySelector("[data-onward]").submit();
