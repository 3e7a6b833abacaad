/* The one component of our own: an element whose content came as markup that the server wrote and escaped. */
(function () {
  "use strict";
  const draw = ({ tag, attributes, html }) =>
    window.React.createElement(tag, Object.assign({}, attributes, { dangerouslySetInnerHTML: { __html: html } }));
  window.guatu_markup = { Markup: window.React.memo(draw, (a, b) => a.html === b.html && a.tag === b.tag
    && JSON.stringify(a.attributes) === JSON.stringify(b.attributes)) };
})();
