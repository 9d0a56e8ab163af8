//! What style sheets do that keeps words from readers.

/// The first declaration of some that hides what it is said of, as it is written.
pub(in crate::verify) fn hides(declarations: &str) -> Option<String> {
    let all = declarations.split(';');
    all.filter_map(|one| one.split_once(':')).find_map(|(name, value)| {
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim();
        is_hiding(&name, value).then(|| format!("`{name}: {value}`"))
    })
}

fn is_hiding(name: &str, value: &str) -> bool {
    let number = || {
        let end = value.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
        value[..end.unwrap_or(value.len())].parse::<f64>().ok()
    };
    match name {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "content-visibility" => value == "hidden",
        "opacity" => number().is_some_and(|opacity| opacity < 0.1),
        "font-size" => number().is_some_and(|size| size <= 0.0),
        "color" | "-webkit-text-fill-color" => value == "transparent",
        "text-indent" | "left" | "top" | "margin-left" | "right" => {
            number().is_some_and(|far| far <= -999.0)
        }
        "clip" => value.replace([' ', ','], "").starts_with("rect(0"),
        "clip-path" => value.starts_with("inset(50%") || value.starts_with("inset(100%"),
        "transform" => value.replace(' ', "") == "scale(0)",
        _ => false,
    }
}
