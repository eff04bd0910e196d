import "./plotly-basic.min.js";

export const Plotly = globalThis.Plotly;
