//! What the inspector shows of a feature beyond the columns of its table.

use crate::locale::foreign::{LONGEST, LONGEST_VALUE, shown};
use crate::model::Feature;

/// Name and value of each property that came with the feature, in its order; texts longer
/// than anybody reads are cut for the eye (the project keeps them whole).
pub fn properties(feature: &Feature) -> Vec<(String, String)> {
    let Some(text) = feature.source.properties.as_deref() else { return Vec::new() };
    let known: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let Some(properties) = known.as_object() else { return Vec::new() };
    let cut = |text: &str| shown(text, LONGEST_VALUE).into_owned();
    properties
        .iter()
        .map(|(name, value)| {
            let value = match value {
                serde_json::Value::String(text) => cut(text),
                other => cut(&other.to_string()),
            };
            (shown(name, LONGEST).into_owned(), value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    #[test]
    fn what_came_with_a_feature_is_shown_in_its_order_and_short() {
        let mut feature = Feature::new(Table::Estates);
        assert!(properties(&feature).is_empty());
        let long = "x".repeat(1 << 20);
        feature.source.properties = Some(format!(r#"{{"b":[1,{{"c":null}}],"a":"0012","{long}":"{long}"}}"#));
        let shown = properties(&feature);
        assert_eq!(shown[0], ("b".to_owned(), r#"[1,{"c":null}]"#.to_owned()));
        assert_eq!(shown[1], ("a".to_owned(), "0012".to_owned()));
        assert_eq!((shown[2].0.chars().count(), shown[2].1.chars().count()), (LONGEST, LONGEST_VALUE));
    }
}
