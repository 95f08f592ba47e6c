// The words of the interface: Chinese as they stand in the scripts, or those of a catalogue.

const catalogue = {};

/** Say words; %(name)s takes the value of that name. */
export function t(words, values = {}) {
  return (catalogue[words] ?? words).replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
}
