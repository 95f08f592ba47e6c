// On the page of an old address: go on to the new one, to the same clause.
const link = document.querySelector("a[data-new]");
if (link) location.replace(link.href + location.hash);
