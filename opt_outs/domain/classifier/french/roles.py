"""What French words do in a clause that asks for no more texts."""

from collections.abc import Mapping
from typing import Final

from opt_outs.domain.classifier.language_pack import Role, forms

_CONTACT_ER: Final = (
    "contact text harcel derang sollicit importun embet spamm spam relanc recontact agac bombard "
    "emmerd soul"
)
_REMOVE_ER: Final = "retir enlev supprim effac ray ot vir radi bloqu oubli desinscriv"

ROLES: Final[Mapping[Role, str]] = {
    Role.GET: """
        avez as
        avoir
    """,
    Role.FORBID: """
        interdis
    """,
    Role.CEASE: """
        arretez arrete arreter arretiez arretent cessez cesse cesser cessiez stopper stoppez stop
        finissez evitez eviter abstenir mettez fin
    """,
    Role.CONTACT: f"""
        {forms(_CONTACT_ER, "er ez e es iez")} ecrire ecrivez ecris ecriviez reecrire joindre
        contactee derangee sollicitee harcelee
    """,
    Role.SEND: """
        envoyer envoyez envoie envoies envoyiez adresser adressez adressiez transmettez
    """,
    Role.RECEIVE: """
        recevoir
    """,
    Role.WANT: """
        interessee
        veux voudrais souhaite souhaiterais desire aimerais veut voulons souhaitons desirons
        voudrions prefere prefererais accepte autorise consens permets interesse
    """,
    Role.REMOVE: f"""
        {forms(_REMOVE_ER, "er ez e es iez")} sortez desinscris desinscrivez desinscrire
        desabonnez desabonne radiez
    """,
    Role.REMOVED: """
        retire retiree supprime supprimee desinscrit desinscrite desabonne desabonnee efface effacee
        enleve enlevee raye radie
    """,
    Role.REMOVAL: """
        suppression retrait radiation desinscription desabonnement effacement
    """,
    Role.LEAVE: """
        desabonner desinscrire desabonnement desinscription
    """,
    Role.REVOKE: """
        revoque retire revoquer
    """,
    Role.PERMISSION: """
        consentement autorisation accord
    """,
    Role.TEXTS: """
        contact conneries betises merdes
        messages message sms textos texto msg alertes notifications pub pubs publicites publicite
        promos offres rappels spam spams sollicitations promotions annonces prospection
        harcelement
    """,
    Role.ME: """
        contactee derangee sollicitee harcelee contacte derange sollicite harcele
        m me moi nous mon ma mes numero portable nom coordonnees
    """,
    Role.LIST: """
        liste listes base fichier fichiers systeme contacts diffusion repertoire
    """,
    Role.NOT: """
        ne n
    """,
    Role.MORE: """
        plus rien jamais pas aucun aucune desormais
    """,
    Role.MODAL: """
        pouvez pourriez peux pourrais veuillez merci prie demande demandons exige priere
    """,
    Role.I: """
        je j
    """,
    Role.YOU: """
        vous tu on
    """,
    Role.FILLER: """
        de d du des la le les l ce cet cette ces ta tes votre vos ton a au aux en sur par svp stp s
        il te plait vous merci bonjour bonsoir salut et ou que qu etre tout toute tous toutes
        immediatement maintenant definitivement vraiment encore avance beaucoup part donnees envoi
        envois reception suite bien vouloir oui cordialement publicitaires
        publicitaire promotionnels commerciaux indesirables commerciales completement ici prie
        demande demandons priere ai deja dit fois pour service foutu foutus satanes putain merde
        usage utiliser utilisez utilisation plus ca cela on stupides debiles
        inutiles desormais non toujours aucune genre type utile urgent urgence simplement juste
        aussi gentil gentille aimable serait seriez puis pourrait possible un une se ni
    """,
}
