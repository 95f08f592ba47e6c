// A form that waits for nobody's decision goes on by itself; without scripts its button sends it.

const form = document.querySelector("[data-onward]");
// What goes along is good for once.
form.querySelector("button").disabled = true;
form.submit();
