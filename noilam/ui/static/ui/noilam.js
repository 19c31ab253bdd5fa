// Comfort only: every page does its work without this file.
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  // A deed that cannot be taken back asks once more, in the page's own words.
  document.addEventListener("submit", function (event) {
    var asked = (event.submitter || event.target).getAttribute("data-confirm") || event.target.getAttribute("data-confirm");
    if (asked && !window.confirm(asked)) event.preventDefault();
  });

  // A list's filters act as soon as one is chosen; typing waits for Enter.
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    var typed = /^(text|search|number|date)$/.test(event.target.type);
    if (form && form.hasAttribute("data-autosubmit") && !typed) form.requestSubmit();
  });
  // An address names only the filters that were set.
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.target.hasAttribute("data-autosubmit")) return;
    var given = event.detail.formData;
    Array.from(given.entries()).forEach(function (pair) { if (pair[1] === "") given.delete(pair[0]); });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      var seek = document.querySelector("main [data-slash-key], [data-slash-key]");
      if (seek) { event.preventDefault(); seek.focus(); }
    }
    if (event.key === "Escape" && location.hash === "#menu") location.hash = "main";
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // Files may be dropped anywhere on a drop area, and their names are shown.
  document.querySelectorAll(".drop").forEach(function (area) {
    var input = area.querySelector("input[type=file]");
    if (!input) return;
    ["dragover", "dragleave", "drop"].forEach(function (kind) {
      area.addEventListener(kind, function (event) {
        event.preventDefault();
        area.classList.toggle("over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) {
          input.files = event.dataTransfer.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
    });
  });
})();
