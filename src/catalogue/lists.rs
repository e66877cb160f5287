//! How many entries lists and maps of actions may have.

/// How many entries something may have.
#[derive(Debug)]
pub struct BoundOfList {
    /// The action.
    pub action: &'static str,
    /// The path of the parameter.
    pub parameter: &'static str,
    /// What an entry is called.
    pub entry: &'static str,
    /// The fewest.
    pub least: usize,
    /// The most.
    pub most: usize,
}

/// The first two as the service itself said when flows were created ("More than 6 tags in
/// Parameters.Tags"), the others as the pages of their blocks say (administrator guide).
pub static BOUNDS_OF_LISTS: [BoundOfList; 7] = [
    bound("TagContact", "Tags", "tag", 0, 6),
    bound("UntagContact", "TagKeys", "tag", 1, usize::MAX),
    bound("GetCase", "CaseResponseFields", "field", 0, 10),
    bound("EvaluateDataTableValues", "Queries", "query", 1, 5),
    bound("ListDataTableValues", "PrimaryKeyGroups", "group", 0, 5),
    bound(
        "UpsertDataTableValues",
        "DataTableUpsertAttributes",
        "value",
        1,
        usize::MAX,
    ),
    bound(
        "ConnectParticipantWithAgenticCX",
        "AgentConfiguration.ContextVariables",
        "variable",
        0,
        10,
    ),
];

const fn bound(
    action: &'static str,
    parameter: &'static str,
    entry: &'static str,
    least: usize,
    most: usize,
) -> BoundOfList {
    BoundOfList {
        action,
        parameter,
        entry,
        least,
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rows_of_action;

    #[test]
    fn every_bound_is_of_a_parameter_that_is_there() {
        for bound in &BOUNDS_OF_LISTS {
            let rows = rows_of_action(bound.action).iter();
            let mut parameters = rows.flat_map(|row| row.parameters);
            assert!(
                parameters.any(|parameter| parameter.path == bound.parameter),
                "{bound:?}"
            );
        }
    }
}
