/* Generated from the gateway's AsyncAPI document by `npm run generate`. Do not edit. */

import type { components as rest } from "../api/schema";
type Nouns = rest["schemas"];
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A place in the queue as the room may see it, or one that has left the queue. */
        ChangedSeat: components["schemas"]["SeatFields"] & components["schemas"]["InQueueOrGone"];
        /** @description A place in the queue, or one that has left it. */
        ChangedTicket: components["schemas"]["TicketFields"] & components["schemas"]["InQueueOrGone"];
        /**
         * @description What happened. The examples are all there are now; there may be more.
         * @example opened
         * @example closed
         * @example closed_and_sent_home
         * @example paused
         * @example resumed
         * @example announced
         * @example announcement_removed
         * @example updated
         * @example policy_changed
         * @example schedule_changed
         * @example seats_changed
         * @example created
         * @example edited
         * @example held
         * @example released
         * @example joined
         * @example left
         * @example passed_on
         * @example accepted
         * @example put_back
         * @example handed_over
         * @example moved_first
         * @example reordered
         * @example returned
         * @example completed
         * @example resolved
         * @example cancelled
         * @example not_found
         * @example sent_home
         * @example reopened
         */
        Event: string;
        InQueue: {
            /** @enum {string} */
            state: "waiting" | "in_progress";
        };
        InQueueOrGone: {
            /** @enum {string} */
            state: "waiting" | "in_progress" | "gone";
        };
        LabDelta: {
            event: components["schemas"]["Event"];
            lab: Nouns["LabSummary"];
            revision: components["schemas"]["Revision"];
            topic: components["schemas"]["LabTopic"] | components["schemas"]["WallTopic"];
            /** @constant */
            type: "delta";
        };
        /** @description Topic `lab/{lab_id}`. */
        LabTopic: string;
        Malformed: {
            /** @description What is wrong with the frame, for developers. */
            detail: string;
            /** @constant */
            type: "malformed";
        };
        MembershipChanged: {
            membership: Nouns["Membership"] & {
                /** @description Whether it has ended. */
                removed: boolean;
            };
            /** @constant */
            topic: "me";
            /** @constant */
            type: "membership";
        };
        MeSnapshot: {
            /** @description The newest ones, newest first. */
            notifications: Nouns["Notification"][];
            /** @description Those that wait for the person's answer. */
            offers: Nouns["Offer"][];
            /** @constant */
            topic: "me";
            /** @constant */
            type: "snapshot";
            /**
             * Format: int64
             * @description How many notifications are unread, older ones included.
             */
            unread: number;
        };
        NotificationArrived: {
            notification: Nouns["Notification"];
            /** @constant */
            topic: "me";
            /** @constant */
            type: "notification";
            /**
             * Format: int64
             * @description How many are unread now.
             */
            unread: number;
        };
        OfferChanged: {
            offer: Nouns["Offer"];
            /** @constant */
            topic: "me";
            /** @constant */
            type: "offer";
        };
        OwnDelta: {
            event: components["schemas"]["Event"];
            own: Nouns["Request"];
            revision: components["schemas"]["Revision"];
            ticket: components["schemas"]["ChangedTicket"];
            topic: components["schemas"]["LabTopic"];
            /** @constant */
            type: "delta";
        };
        /** @description The client is not subscribed to the topic any more. It may ask again. */
        Refused: {
            problem: {
                code: Nouns["ProblemCode"];
                /** @description A whole sentence for people. */
                detail: string;
            };
            /** @description The topic as the client has named it. */
            topic: string;
            /** @constant */
            type: "refused";
        };
        RequestDelta: {
            event: components["schemas"]["Event"];
            request: Nouns["Request"];
            revision: components["schemas"]["Revision"];
            topic: components["schemas"]["LabTopic"];
            /** @constant */
            type: "delta";
        };
        /** @description The changes since the revision that the client named follow one by one. */
        Resumed: {
            /** @description To which they lead. */
            revision: components["schemas"]["Revision"];
            topic: components["schemas"]["LabTopic"] | components["schemas"]["WallTopic"];
            /** @constant */
            type: "resumed";
            /**
             * @description The view the changes are for, which a changed role may have made another.
             * @enum {string}
             */
            view: "staff" | "student" | "wall";
        };
        /**
         * Format: int64
         * @description Counts the changes of a queue. Each change has the next one.
         */
        Revision: number;
        /** @description A place in the queue as the room may see it. */
        Seat: components["schemas"]["SeatFields"] & components["schemas"]["InQueue"];
        SeatDelta: {
            event: components["schemas"]["Event"];
            revision: components["schemas"]["Revision"];
            seat: components["schemas"]["ChangedSeat"];
            topic: components["schemas"]["WallTopic"];
            /** @constant */
            type: "delta";
        };
        SeatFields: {
            /**
             * Format: uuid
             * @description Id of the request.
             */
            id: string;
            /**
             * Format: int64
             * @description Order in the queue: a smaller one is served earlier.
             */
            place: number;
            /** @description PC number. */
            seat: string;
        };
        /** @description What others may read who have the same problem; absent where it can't be joined. */
        SharedQuestion: {
            /** @description How many wait with it already. */
            companions: number;
            description: string;
            topic?: string;
        };
        StaffSnapshot: {
            lab: Nouns["LabSummary"];
            /** @description Those who wait and those being helped, in the order of the queue. */
            requests: Nouns["Request"][];
            revision: components["schemas"]["Revision"];
            topic: components["schemas"]["LabTopic"];
            /** @description The tutors and managers who are or were at work here. */
            tutors: Nouns["Availability"][];
            /** @constant */
            type: "snapshot";
            /** @constant */
            view: "staff";
        };
        /** @description Comes once at the subscription, then after changes. */
        StatisticsChanged: {
            topic: components["schemas"]["StatisticsTopic"];
            /** @constant */
            type: "changed";
        };
        /** @description Topic `lab/{lab_id}/statistics`. */
        StatisticsTopic: string;
        StudentSnapshot: {
            lab: Nouns["LabSummary"];
            /** @description Of those, what the student has asked or waits with. */
            own: Nouns["Request"][];
            revision: components["schemas"]["Revision"];
            /** @description All who wait and all being helped, in the order of the queue. */
            tickets: components["schemas"]["Ticket"][];
            topic: components["schemas"]["LabTopic"];
            /** @constant */
            type: "snapshot";
            /** @constant */
            view: "student";
        };
        Subscribe: {
            /**
             * Format: int64
             * @description The last revision the client has of this queue. Without it, a snapshot comes.
             */
            since?: number;
            /** @description Name of the topic. One that doesn't exist is refused under this very name. */
            topic: string;
            /** @constant */
            type: "subscribe";
        };
        /** @description A place in the queue that does not say whose it is. */
        Ticket: components["schemas"]["TicketFields"] & components["schemas"]["InQueue"];
        /** @description Without `own`, the request is not the student's, or no longer. */
        TicketDelta: {
            event: components["schemas"]["Event"];
            revision: components["schemas"]["Revision"];
            ticket: components["schemas"]["ChangedTicket"];
            topic: components["schemas"]["LabTopic"];
            /** @constant */
            type: "delta";
        };
        TicketFields: {
            /** @description Whether it is the student's first help in this session, where the order depends on it. */
            first: boolean;
            /**
             * Format: date-time
             * @description The student is away and is not called before; absent where that is not so.
             */
            held_until?: string;
            /**
             * Format: uuid
             * @description Id of the request.
             */
            id: string;
            /**
             * Format: int64
             * @description Order in the queue: a smaller one is served earlier.
             */
            place: number;
            shared?: components["schemas"]["SharedQuestion"];
        };
        TutorChanged: {
            topic: components["schemas"]["LabTopic"];
            tutor: Nouns["Availability"];
            /** @constant */
            type: "tutor";
        };
        Unsubscribe: {
            topic: string;
            /** @constant */
            type: "unsubscribe";
        };
        WallSnapshot: {
            lab: Nouns["LabSummary"];
            revision: components["schemas"]["Revision"];
            /** @description All who wait and all being helped, in the order of the queue. */
            seats: components["schemas"]["Seat"][];
            topic: components["schemas"]["WallTopic"];
            /** @constant */
            type: "snapshot";
            /** @constant */
            view: "wall";
        };
        /** @description Topic `lab/{lab_id}/wall`. */
        WallTopic: string;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
