// Puts YASGUI above the plain form, and folds the form.  Where YASGUI does not load, the form stays open.
"use strict";

const form = document.getElementById("vraag");
const place = document.getElementById("yasgui");
if (window.Yasgui) {
  place.hidden = false;
  const endpoint = new URL(form.action, location.href).href;
  const yasgui = new Yasgui(place, {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [] }, // only this server is asked
    copyEndpointOnNewTab: true,
    persistenceId: null, // what is in the address is what is shown
    populateFromUrl: false,
    tabName: "Vraag",
  });
  yasgui.getTab().setQuery(form.elements.query.value.trim() + "\n");
  document.getElementById("eenvoudig").open = false;

  // What has an IRI of ours has a page on this server, also where the IRI itself does not answer yet.
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const base = place.dataset.base;
    if (link && link.href.startsWith(base)) {
      link.href = new URL("id/" + link.href.slice(base.length), endpoint).href;
    }
  }, true);
}
