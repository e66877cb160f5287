//! Blocks about cases, customer profiles and data tables.

use super::*;

const NONE_FOUND: &str = "NoneFoundError";
const FIELDS: Parameter = parameter(
    "ProfileResponseData",
    Written::Property("fields"),
    Shape::Texts,
    Role::Detail,
)
.known_ahead();
/// Exports of today have the list where nobody chose a field, too (65 of 65 actions of three
/// types); of profile objects, older ones lack it (3 of 19).
const FIELDS_IF_ANY: Parameter = FIELDS.or("");
const LINK: Parameter = parameter(
    "LinkContactToCase",
    Written::Property("link contact"),
    LOWER_TRUE_FALSE,
    Role::Detail,
)
.presence(Presence::Required)
.or("true");
const CASE_FIELDS: Parameter = parameter(
    "CaseRequestFields",
    Written::Property("fields"),
    Shape::TextMap,
    Role::Detail,
);
const NOT_LINKED: Branch = failure("contact not linked", "ContactNotLinked")
    .like("error")
    .there(Kind::Where("LinkContactToCase", "true"));
const REQUEST: Parameter = parameter(
    "ProfileRequestData",
    Written::Property("request"),
    Shape::Json(Json::Object),
    Role::Detail,
)
.presence(Presence::Required);
const SEARCH: Parameter = parameter(
    "ProfileRequestData",
    Written::Property("search"),
    Shape::Json(Json::Object),
    Role::Detail,
)
.presence(Presence::Required);
const PROFILE: Parameter = parameter(
    "ProfileRequestData.ProfileId",
    Written::Property("profile"),
    Shape::Text,
    Role::Detail,
)
.presence(Presence::Required);

/// A block about a case, a profile or a table: all of them are alike.
#[expect(
    clippy::too_many_arguments,
    reason = "a row is long, and these are all different"
)]
const fn data(
    phrase: &'static str,
    block: &'static str,
    summary: &'static str,
    action: &'static str,
    parameters: &'static [Parameter],
    branches: &'static [Branch],
    source: Source,
    example: &'static str,
) -> Row {
    Row {
        phrase,
        action,
        block,
        summary,
        behaviour: Behaviour::Scripted,
        parameters,
        branches,
        source,
        example,
        ..BASE
    }
}

const fn table(
    example: &'static str,
    phrase: &'static str,
    summary: &'static str,
    action: &'static str,
    parameters: &'static [Parameter],
) -> Row {
    data(
        phrase,
        "Data table",
        summary,
        action,
        parameters,
        &[ERROR],
        observed("adminguide/data-table-block.html"),
        example,
    )
}

const TABLE: Parameter = parameter(
    "DataTableId",
    Written::Argument,
    Shape::Resource(&[ResourceKind::DataTable]),
    Role::Detail,
)
.presence(Presence::Required);

pub(super) static ROWS: &[Row] = &[
    data(
        "create case",
        "Cases",
        "Creates a case by a template.",
        "CreateCase",
        &[
            LINK,
            parameter(
                "CaseTemplateId",
                Written::Argument,
                Shape::Resource(&[ResourceKind::CaseTemplate]),
                Role::Detail,
            )
            .presence(Presence::Required),
            CASE_FIELDS,
        ],
        &[NOT_LINKED, ERROR],
        exported("devguide/createcase.html"),
        "create case claim { fields: { title: \"Broken window\" } }",
    ),
    Row {
        asks: Asks::LookUp(LookUp::Case),
        ..data(
            "get case",
            "Cases",
            "Looks for a case; what it finds is in `$.Case`.",
            "GetCase",
            &[
                LINK,
                parameter(
                    "GetLastUpdatedCase",
                    Written::Property("last updated"),
                    LOWER_TRUE_FALSE,
                    Role::Detail,
                )
                .or("false"),
                parameter(
                    "CustomerId",
                    Written::Property("customer"),
                    Shape::Text,
                    Role::Detail,
                ),
                CASE_FIELDS,
                parameter(
                    "CaseResponseFields",
                    Written::Property("response fields"),
                    Shape::Texts,
                    Role::Detail,
                )
                .entries(0, 10)
                .known_ahead(),
            ],
            &[
                failure("none found", "NoneFound").like("error"),
                failure("multiple found", "MultipleFound").like("error"),
                NOT_LINKED,
                ERROR,
            ],
            exported("devguide/getcase.html"),
            "get case { fields: { case_id: $.Case.case_id } }",
        )
    },
    data(
        "update case",
        "Cases",
        "Changes fields of a case.",
        "UpdateCase",
        &[
            LINK,
            parameter("CaseId", Written::Argument, Shape::Text, Role::Detail)
                .presence(Presence::Required),
            CASE_FIELDS.required(),
        ],
        &[NOT_LINKED, ERROR],
        exported("devguide/updatecase.html"),
        "update case $.Case.case_id { fields: { status: \"closed\" } }",
    ),
    Row {
        asks: Asks::LookUp(LookUp::Profile),
        ..data(
            "get customer profile",
            "Customer profiles",
            "Looks for a profile; what it finds is in `$.Customer`.",
            "GetCustomerProfile",
            &[SEARCH, FIELDS_IF_ANY],
            &[
                failure("none found", NONE_FOUND).like("error"),
                failure("multiple found", "MultipleFoundError").like("error"),
                ERROR,
            ],
            exported("devguide/interactions-getcustomerprofile.html"),
            "get customer profile { search: { PhoneNumber: $.CustomerEndpoint.Address } }",
        )
    },
    data(
        "create customer profile",
        "Customer profiles",
        "Creates a profile of the customer.",
        "CreateCustomerProfile",
        &[REQUEST, FIELDS_IF_ANY],
        &[ERROR],
        exported("devguide/interactions-createcustomerprofile.html"),
        "create customer profile { request: { FirstName: \"Ana\" } }",
    ),
    data(
        "update customer profile",
        "Customer profiles",
        "Changes the profile in `$.Customer`.",
        "UpdateCustomerProfile",
        &[REQUEST, FIELDS_IF_ANY],
        &[ERROR],
        exported("devguide/interactions-updatecustomerprofile.html"),
        "update customer profile { request: { FirstName: \"Ana\" } }",
    ),
    data(
        "get customer profile object",
        "Customer profiles",
        "Reads an object that belongs to a profile, such as an order.",
        "GetCustomerProfileObject",
        &[SEARCH, FIELDS],
        &[failure("none found", NONE_FOUND).like("error"), ERROR],
        exported("devguide/interactions-getcustomerprofileobject.html"),
        "get customer profile object { search: { ProfileId: $.Customer.ProfileId, ObjectType: \"Order\", UseLatest: \"true\" } }",
    ),
    data(
        "get calculated attributes",
        "Customer profiles",
        "Reads calculated attributes of a profile.",
        "GetCalculatedAttributesForCustomerProfile",
        &[PROFILE, FIELDS],
        &[failure("none found", NONE_FOUND).like("error"), ERROR],
        exported("devguide/interactions-getcalculatedattributesforcustomerprofile.html"),
        "get calculated attributes { profile: $.Customer.ProfileId, fields: [\"_new_customer\"] }",
    ),
    data(
        "associate contact to profile",
        "Customer profiles",
        "Makes the contact one of a profile.",
        "AssociateContactToCustomerProfile",
        &[
            PROFILE,
            parameter(
                "ProfileRequestData.ContactId",
                Written::Property("contact"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::Required),
        ],
        &[ERROR],
        exported("devguide/interactions-associatecontacttocustomerprofile.html"),
        "associate contact to profile { profile: $.Customer.ProfileId, contact: $.ContactId }",
    ),
    Row {
        then: Then::Copies("error"),
        ..data(
            "check segment membership",
            "Customer profiles",
            "Branches on whether a profile belongs to a segment.",
            "CheckSegmentMembershipForCustomerProfile",
            &[
                PROFILE,
                parameter(
                    "ProfileRequestData.SegmentName",
                    Written::Argument,
                    Shape::Text,
                    Role::Detail,
                )
                .presence(Presence::Required),
            ],
            &[result("true", "True"), result("false", "False"), ERROR],
            exported("adminguide/customer-profiles-block.html"),
            "check segment membership \"vip\" { profile: $.Customer.ProfileId, true -> vip }",
        )
    },
    table(
        "evaluate data table rates { queries: [{ QueryName: \"rate\" }] }",
        "evaluate data table",
        "Reads values of a data table into `$.DataTables`.",
        "EvaluateDataTableValues",
        &[
            TABLE,
            parameter(
                "Queries",
                Written::Property("queries"),
                Shape::Json(Json::List),
                Role::Detail,
            )
            .presence(Presence::Required)
            .entries(1, 5),
        ],
    ),
    table(
        "list data table rates",
        "list data table",
        "Reads rows of a data table into `$.DataTableList`.",
        "ListDataTableValues",
        &[
            TABLE,
            parameter(
                "PrimaryKeyGroups",
                Written::Property("groups"),
                Shape::Json(Json::List),
                Role::Detail,
            )
            .entries(0, 5),
        ],
    ),
    table(
        "write data table rates { rows: [{ PrimaryKeyGroupName: \"eur\" }] }",
        "write data table",
        "Writes values of a data table.",
        "UpsertDataTableValues",
        &[
            TABLE,
            parameter(
                "LockVersion",
                Written::Property("version"),
                Shape::Text,
                Role::Detail,
            )
            .presence(Presence::Required)
            .or("LATEST"),
            parameter(
                "DataTableUpsertAttributes",
                Written::Property("rows"),
                Shape::Json(Json::List),
                Role::Detail,
            )
            .presence(Presence::Required)
            .entries(1, usize::MAX),
        ],
    ),
];
