/* The server knows from the address what the first picture needs: ask for it before Dash has drawn the frame. */
(function () {
  "use strict";
  const first = document.getElementById("first-requests");
  if (first) JSON.parse(first.textContent).forEach((address) => window.guatu.ask(address).catch(() => null));
})();
