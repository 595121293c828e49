// On the page of a survey that has ended: what waited on this phone can never count any more.
"use strict";

const slug = document.getElementById("erased").dataset.slug;
try {
  const waited = localStorage.getItem("porchlight:waiting:" + slug);
  document.getElementById("erased").hidden = !waited;
  localStorage.removeItem("porchlight:waiting:" + slug);
  localStorage.removeItem("porchlight:" + slug + ":later");
  sessionStorage.removeItem("porchlight:" + slug);
} catch (refused) {
  // A browser that lets nothing be kept has kept nothing.
}
