/* The card closes in the browser at once; the server, which may be slow or lost, only empties it afterwards. */
(function () {
  "use strict";
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.household_card = {
    visibility: (scope) => (scope && scope.household ? "card-slot" : "card-slot is-closed"),
  };
})();
