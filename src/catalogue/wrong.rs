//! Action types that people and machines invent, with the right one.

/// An action type that does not exist and the one that was probably meant.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongName {
    /// What was written.
    pub wrong: &'static str,
    /// The type the service knows.
    pub right: &'static str,
}

const fn wrong(wrong: &'static str, right: &'static str) -> WrongName {
    WrongName { wrong, right }
}

/// Seen in hand-written documents, in the documentation itself and in probes of the live
/// service, which answers "Invalid Action type".
pub static WRONG_NAMES: &[WrongName] = &[
    wrong("CheckAttribute", "Compare"),
    wrong("CheckContactAttribute", "Compare"),
    wrong("CheckContactAttributes", "Compare"),
    wrong("CheckQueueStatus", "CheckMetricData"),
    wrong("CheckSecurityStatus", "CheckVoiceId"),
    wrong("CheckStaffing", "CheckMetricData"),
    wrong("ConnectParticipant", "ConnectParticipantWithLexBot"),
    wrong("Disconnect", "DisconnectParticipant"),
    wrong("GetDigits", "GetParticipantInput"),
    wrong("GetQueueMetrics", "GetMetricData"),
    wrong("PlayPrompt", "MessageParticipant"),
    wrong("ReturnFromFlowModule", "EndFlowModuleExecution"),
    wrong("SetCallbackNumber", "UpdateContactCallbackNumber"),
    wrong("SetContactAttributes", "UpdateContactAttributes"),
    wrong("SetLoggingBehavior", "UpdateFlowLoggingBehavior"),
    wrong("SetSecurityBehavior", "StartVoiceIdStream"),
    wrong("SetVoice", "UpdateContactTextToSpeechVoice"),
    wrong("SetWorkingQueue", "UpdateContactTargetQueue"),
    wrong("StartMediaStreaming", "UpdateContactMediaStreamingBehavior"),
    wrong("StopMediaStreaming", "UpdateContactMediaStreamingBehavior"),
    wrong("TransferContactToFlow", "TransferToFlow"),
    wrong("TransferParticipantToQueue", "TransferContactToQueue"),
    wrong("TransferToAgent", "TransferContactToAgent"),
    wrong("TransferToPhoneNumber", "TransferParticipantToThirdParty"),
    wrong("TransferToQueue", "TransferContactToQueue"),
    wrong("UnTagContact", "UntagContact"),
    wrong("UpdateRoutingCriteria", "UpdateContactRoutingCriteria"),
];

/// Types that the service knows and that have no row: documented, or written by the flow
/// designer into exports.
pub static OTHER_TYPES: &[&str] = &[
    "AssociateContactToCustomerProfile",
    "AuthenticateParticipant",
    "CheckMetricData",
    "CheckOutboundCallStatus",
    "CheckSegmentMembershipForCustomerProfile",
    "CheckVoiceId",
    "CompleteOutboundCall",
    "ConnectParticipantWithAgenticCX",
    "CreateCallbackContact",
    "CreateCase",
    "CreateContact",
    "CreateCustomerProfile",
    "CreatePersistentContactAssociation",
    "CreateTask",
    "CreateWisdomSession",
    "DequeueContactAndTransferToQueue",
    "DistributeByPercentage",
    "EndFlowModuleExecution",
    "EvaluateDataTableValues",
    "GetCalculatedAttributesForCustomerProfile",
    "GetCase",
    "GetCustomerProfile",
    "GetCustomerProfileObject",
    "GetMetricData",
    "InvokeFlowModule",
    "ListDataTableValues",
    "LoadContactContent",
    "MessageParticipantIteratively",
    "RenderMessageTemplate",
    "ResumeContact",
    "RouteContactToAgent",
    "ShowView",
    "StartOutboundChatContact",
    "StartOutboundEmailContact",
    "StartVoiceIdStream",
    "TagContact",
    "TransferContactToAgent",
    "TransferParticipantToThirdParty",
    "UntagContact",
    "UpdateCase",
    "UpdateContactCallbackNumber",
    "UpdateContactData",
    "UpdateContactMediaProcessing",
    "UpdateContactMediaStreamingBehavior",
    "UpdateContactRecordingAndAnalyticsBehavior",
    "UpdateContactRecordingBehavior",
    "UpdateContactRoutingBehavior",
    "UpdateContactRoutingCriteria",
    "UpdateContactTextToSpeechVoice",
    "UpdateCustomerProfile",
    "UpdatePreviousContactParticipantState",
    "UpsertDataTableValues",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rows_of_action;

    #[test]
    fn a_type_is_known_in_one_way() {
        for other in OTHER_TYPES {
            assert!(rows_of_action(other).is_empty(), "{other} has a row");
        }
        for WrongName { wrong, right } in WRONG_NAMES {
            assert!(rows_of_action(wrong).is_empty(), "{wrong}");
            assert!(!OTHER_TYPES.contains(wrong), "{wrong}");
            let known = !rows_of_action(right).is_empty() || OTHER_TYPES.contains(right);
            assert!(known, "{right}");
        }
    }
}
