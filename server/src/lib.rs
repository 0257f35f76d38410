//! HTTP, chat and web fronts. They hold no rule of their own: a request becomes a query or a
//! case, the engine answers, and the same answer types are rendered.
