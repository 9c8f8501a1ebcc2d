//! REST: one file per endpoint, all of one shape: what it takes, its documentation, its handler.

mod accept_offer;
mod accept_request;
mod add_member;
mod announce;
mod cancel_request;
mod complete_request;
mod create_lab;
mod create_organisation;
mod create_request;
mod decline_offer;
mod edit_request;
mod end_session;
mod get_availability;
mod get_join_code;
mod get_lab;
mod get_lab_statistics;
mod get_me;
mod get_queue;
mod get_request;
mod get_request_wait;
mod get_seats;
mod hand_over_request;
mod hold_request;
mod join_lab;
mod join_request;
pub(crate) mod keys;
mod leave_request;
mod list_lab_history;
mod list_lab_requests;
mod list_labs;
mod list_members;
mod list_my_offers;
mod list_my_requests;
mod list_notifications;
mod list_offers;
mod list_organisations;
mod list_sessions;
mod list_tutors;
mod live;
mod log_in;
mod log_out;
mod mark_notifications_read;
mod move_request_first;
mod paging;
mod paths;
mod put_back_request;
mod refresh_session;
mod register;
mod release_request;
mod remove_member;
mod replace_join_code;
mod report_not_found;
mod resolve_request;
mod sessions;
mod set_availability;
mod set_paused;
mod set_policy;
mod set_queue_open;
mod set_schedule;
mod set_seats;
mod take_next;
mod undo_request;
mod update_lab;

use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::edge::refusal::Refusal;

/// 200 with a body.
type Answer<T> = Result<Json<T>, Refusal>;
/// 201 with a body.
type Created<T> = Result<(StatusCode, Json<T>), Refusal>;
/// 204.
type Done = Result<StatusCode, Refusal>;

/// Every operation. The methods of one path stand together.
pub(crate) fn operations() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .merge(people())
        .merge(labs())
        .merge(requests())
        .merge(offers())
        .routes(routes!(list_notifications::handle))
        .routes(routes!(mark_notifications_read::handle))
        .routes(routes!(get_lab_statistics::handle))
        .routes(routes!(live::handle))
}

fn people() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(register::handle))
        .routes(routes!(log_in::handle, list_sessions::handle))
        .routes(routes!(refresh_session::handle))
        .routes(routes!(log_out::handle))
        .routes(routes!(end_session::handle))
        .routes(routes!(get_me::handle))
        .routes(routes!(
            list_organisations::handle,
            create_organisation::handle
        ))
        .routes(routes!(join_lab::handle))
        .routes(routes!(list_members::handle, add_member::handle))
        .routes(routes!(remove_member::handle))
        .routes(routes!(get_join_code::handle, replace_join_code::handle))
}

fn labs() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(list_labs::handle, create_lab::handle))
        .routes(routes!(get_lab::handle, update_lab::handle))
        .routes(routes!(get_queue::handle))
        .routes(routes!(set_queue_open::handle))
        .routes(routes!(set_paused::handle))
        .routes(routes!(announce::handle))
        .routes(routes!(set_policy::handle))
        .routes(routes!(set_schedule::handle))
        .routes(routes!(get_seats::handle, set_seats::handle))
        .routes(routes!(list_lab_history::handle))
        .routes(routes!(take_next::handle))
        .routes(routes!(get_availability::handle, set_availability::handle))
        .routes(routes!(list_tutors::handle))
}

fn requests() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(list_lab_requests::handle, create_request::handle))
        .routes(routes!(list_my_requests::handle))
        .routes(routes!(get_request::handle, edit_request::handle))
        .routes(routes!(get_request_wait::handle))
        .routes(routes!(cancel_request::handle))
        .routes(routes!(resolve_request::handle))
        .routes(routes!(accept_request::handle))
        .routes(routes!(complete_request::handle))
        .routes(routes!(report_not_found::handle))
        .routes(routes!(put_back_request::handle))
        .routes(routes!(hold_request::handle))
        .routes(routes!(release_request::handle))
        .routes(routes!(join_request::handle))
        .routes(routes!(leave_request::handle))
        .routes(routes!(undo_request::handle))
        .routes(routes!(move_request_first::handle))
        .routes(routes!(hand_over_request::handle))
}

fn offers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::default()
        .routes(routes!(list_my_offers::handle))
        .routes(routes!(accept_offer::handle))
        .routes(routes!(decline_offer::handle))
        .routes(routes!(list_offers::handle))
}
