// html-validate's recommended rules; each exception says why.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A publication's title is as long as its author made it.
    "long-title": "off",
    // The width of a picture is the author's, for this picture alone.
    "no-inline-style": ["error", { allowedProperties: ["width"] }],
  },
};
